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

/** Validates each named file as PDF/A-2u with veraPDF: one line per file, and one per failed rule. */
public class CheckA2u {
    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        for (String path : paths) {
            try (FileInputStream stream = new FileInputStream(new File(path));
                    PDFAParser parser = foundry.createParser(stream, PDFAFlavour.PDFA_2_U);
                    PDFAValidator validator = foundry.createValidator(PDFAFlavour.PDFA_2_U, false)) {
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
