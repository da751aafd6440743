package io.countersign.model.view;

import java.util.List;

/**
 * A whole page in one file: no script, no font, no picture from anywhere else. Readable in light and dark, on a screen and on
 * paper.
 *
 * @param title the page's title, as text
 * @param body what the page shows
 */
public record HtmlPage(String title, Html body) {
    private static final String STYLE = """
      :root{color-scheme:light dark;--ink:#1b1f24;--faint:#5c6570;--line:#d5dae0;--paper:#fff;--panel:#f6f8fa;
      --good:#116329;--bad:#b42318;--warn:#8a5a00;--accent:#0b57a4}
      @media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--faint:#9aa5b1;--line:#39424d;--paper:#14181d;--panel:#1d232a;
      --good:#5ec27a;--bad:#ff7b6e;--warn:#e0b050;--accent:#6cb1f5}}
      body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:62rem;margin:2rem auto;
      padding:0 1.25rem}
      h1{font-size:1.7rem;line-height:1.2;margin:0 0 .25rem}
      h2{font-size:1.25rem;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
      h3{font-size:1rem;margin:1.5rem 0 .4rem}
      table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem;font-size:.9rem}
      caption{text-align:left;color:var(--faint);padding-bottom:.25rem}
      th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line);
      overflow-wrap:break-word}
      section:first-child>h2:first-child{border:0;margin-top:0;padding-top:0;font-size:1.5rem}
      table:not(:has(thead)) td{overflow-wrap:anywhere}
      table:not(:has(thead)) td:first-child{color:var(--faint);font-weight:600;white-space:nowrap}
      .findings td:nth-child(-n+2){white-space:nowrap}
      th{color:var(--faint);font-weight:600}
      code,pre{font:13px/1.45 ui-monospace,monospace;overflow-wrap:anywhere}
      pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.75rem;white-space:pre-wrap}
      svg{max-width:100%;height:auto}
      .verdict{display:inline-block;font-weight:700;padding:.15rem .6rem;border-radius:1rem;border:1px solid currentColor}
      .go,.SATISFIED,.PASS{color:var(--good)}.no-go,.BLOCK,.ERROR,.UNSATISFIED{color:var(--bad)}.WARN{color:var(--warn)}
      .faint,.INFO,.NOT_APPLICABLE{color:var(--faint)}
      @media print{body{margin:0;max-width:none;font-size:11pt}h2,h3{break-after:avoid}table,svg,pre{break-inside:avoid}}
      """;

    public HtmlPage(String title, List<Html> body) {
        this(title, Html.of(body));
    }

    /** The file's text. */
    public String toFile() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + Html.escape(title)
                + "</title>\n<style>\n"
                + STYLE
                + "</style>\n</head>\n<body>\n"
                + body.toHtml()
                + "\n</body>\n</html>\n";
    }
}
