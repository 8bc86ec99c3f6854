package dev.tidemark.ingest.redaction;

import java.text.Normalizer;

/**
 * Folds characters to the ASCII that they look like: compatibility forms (Unicode NFKD) without accents, and the letters
 * of other alphabets that are confusable with Latin ones (the frequent ones of Unicode TR 39).
 */
final class LookAlikes {
    private static final String CONFUSABLE =
            "аaеeоoрpсcуyхxіiјjѕsԁdһhкkтtвbнhмmпnгrԛqԝwһhАAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅS"
                    + "αaεeιiκkνvοoρpτtυuχxΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXωwɑaɡgɩiɪiıiłlŁLøoØOđdĐDʀrոnօoѡw"
                    + "‐-‑-‒-–-—-―-−-﹣-“\"”\"„\"‟\"«\"»\"‘'’'‚'‹'›'∶:꞉:ː:\u2028\n\u2029\n\u0085\n";
    private static final int TABLE = 0x530;
    private static final String[] FOLDED = new String[TABLE];

    static {
        for (int i = 128; i < TABLE; i++) {
            FOLDED[i] = compute(i);
        }
    }

    private LookAlikes() {}

    /** What the character looks like; empty if it is invisible. */
    static String fold(int codePoint) {
        if (codePoint < 128) {
            return String.valueOf((char) codePoint);
        }
        return codePoint < TABLE ? FOLDED[codePoint] : compute(codePoint);
    }

    private static String compute(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.FORMAT
                || type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.CONTROL && codePoint != 0x85
                || codePoint >= 0xFE00 && codePoint <= 0xFE0F) {
            return "";
        }
        if (Character.isDigit(codePoint)) {
            return String.valueOf((char) ('0' + Character.digit(codePoint, 10)));
        }
        String known = confusable(codePoint);
        if (known != null) {
            return known;
        }
        String decomposed = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder(4);
        // Some ligatures stand for whole sentences.
        for (int i = 0; i < decomposed.length() && folded.length() < 4; i++) {
            char c = decomposed.charAt(i);
            if (Character.getType(c) != Character.NON_SPACING_MARK) {
                String latin = confusable(c);
                folded.append(latin == null ? String.valueOf(c) : latin);
            }
        }
        return folded.toString();
    }

    private static @org.jspecify.annotations.Nullable String confusable(int codePoint) {
        int at = CONFUSABLE.indexOf(codePoint);
        return codePoint < 128 || at < 0 ? null : CONFUSABLE.substring(at + 1, at + 2);
    }
}
