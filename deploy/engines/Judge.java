// Judges PDF files by the profile they claim: a line "ok <file>", or a line for each clause that is broken.
import java.io.File;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Judge {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file))) {
                PDFAValidator validator = Foundries.defaultInstance().createValidator(parser.getFlavour(), false);
                ValidationResult result = validator.validate(parser);
                String claimed = " " + parser.getFlavour().getId() + " ";
                if (result.isCompliant()) System.out.println("ok" + claimed + file);
                for (TestAssertion broken : result.getTestAssertions())
                    System.out.println("broken " + broken.getRuleId().getClause() + claimed + broken.getMessage() + " " + file);
            }
        }
    }
}
