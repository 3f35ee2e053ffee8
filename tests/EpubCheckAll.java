import com.adobe.epubcheck.tool.EpubChecker;

/** Runs EPUBCheck, usage messages on, over every book named, in one Java machine: starting it takes most of the time. */
public class EpubCheckAll {
  public static void main(String[] books) {
    for (String book : books) {
      new EpubChecker().run(new String[] {"-u", "--failonwarnings", "--json", book + ".json", book});
    }
  }
}
