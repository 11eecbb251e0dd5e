import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Validates each PDF named as PDF/A-2u and as PDF/UA-1; prints each clause that fails; exits 1 on any failure. */
public final class Conformance {
    private static final Map<String, String> PROFILES = Map.of("2u", "PDFA-2U", "ua1", "PDFUA-1");

    public static void main(String[] files) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        int passed = 0;
        int failed = 0;
        for (Map.Entry<String, String> named : new TreeMap<>(PROFILES).entrySet()) {
            ValidationProfile profile;
            try (InputStream source = Conformance.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + named.getValue() + ".xml")) {
                profile = Profiles.profileFromXml(source);
            }
            for (String file : files) {
                if (conforms(file, PDFAFlavour.fromString(named.getKey()), profile)) {
                    passed++;
                } else {
                    failed++;
                }
            }
        }
        System.out.printf("veraPDF: %d files, %d verdicts passed, %d failed%n", files.length, passed, failed);
        System.exit(failed > 0 || files.length == 0 ? 1 : 0);
    }

    private static boolean conforms(String file, PDFAFlavour flavour, ValidationProfile profile) {
        try (InputStream bytes = new FileInputStream(file); PDFAParser parser = Foundries.defaultInstance().createParser(bytes, flavour)) {
            ValidationResult result = Foundries.defaultInstance().createValidator(profile, false).validate(parser);
            Map<String, String> clauses = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String clause = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    clauses.putIfAbsent(clause, assertion.getMessage().replaceAll("\\s+", " "));
                }
            }
            clauses.forEach((clause, words) -> System.out.printf("FAULT %s: %s %s: %s%n", file, flavour, clause, words));
            return result.isCompliant();
        } catch (Exception error) {
            System.out.printf("FAULT %s: %s: %s%n", file, flavour, error);
            return false;
        }
    }
}
