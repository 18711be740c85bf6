import java.io.File;
import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates files by a flavour of veraPDF ("2u", "2a", "ua1"): one line per file, and one per failed rule. */
public class Check {
    public static void main(String[] arguments) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
        String[] paths = java.util.Arrays.copyOfRange(arguments, 1, arguments.length);
        VeraGreenfieldFoundryProvider.initialise();
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        for (String path : paths) {
            try (FileInputStream stream = new FileInputStream(new File(path));
                    PDFAParser parser = foundry.createParser(stream, flavour);
                    PDFAValidator validator = foundry.createValidator(flavour, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + path);
                for (TestAssertion assertion : result.getTestAssertions()) {
                    System.out.println("  " + assertion.getRuleId().getClause() + " t"
                            + assertion.getRuleId().getTestNumber() + ": " + assertion.getMessage());
                }
            }
        }
    }
}
