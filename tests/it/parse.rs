//! What Markdown becomes: canonical trees, and a finding at the place of whatever a reader will not get as written.

use std::sync::Arc;

use prepdeck::doc::image::ImageFormat;
use prepdeck::doc::{Alert, Block, Code, Image, Inline, Item, List, Picture, Table, parse, plain};
use prepdeck::report::Code as Rule;

use crate::support::{paragraph, words};

fn load(path: &str) -> Result<Arc<Image>, String> {
    if path != "ring.png" {
        return Err(format!("no file `{path}`"));
    }
    let (format, file_name) = (ImageFormat::Png, "ring-0badcafe.png".to_owned());
    Ok(Arc::new(Image { path: path.to_owned(), bytes: vec![1], format, width: 1, height: 1, file_name }))
}

fn blocks(markdown: &str) -> Vec<Block> {
    let parsed = parse::blocks(markdown, &load);
    assert_eq!(parsed.findings, [], "{markdown}");
    parsed.value
}

/// The findings of a text, each with the Markdown it points at.
fn findings(markdown: &str) -> Vec<(Rule, &str)> {
    let parsed = parse::blocks(markdown, &load);
    parsed.findings.into_iter().map(|finding| (finding.code, &markdown[finding.range])).collect()
}

/// The words of a text, and nothing but words: whatever was wrong is still there to read.
fn shown(markdown: &str) -> String {
    plain::text(&parse::blocks(markdown, &load).value)
}

fn code(markdown: &str) -> Code {
    match blocks(markdown).as_slice() {
        [Block::Code(code)] => code.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn html_with_a_markdown_twin_is_understood() {
    let markdown = "<B>a</B> <i>b</i> <s>c</s><br/>H<sub>2</sub>O x<sup>2</sup> <kbd>Esc</kbd> <code>d &lt; e</code>";
    let twin = |text: &str| words(text);
    let expected = vec![
        Inline::Strong(twin("a")),
        Inline::Text(" ".into()),
        Inline::Emphasis(twin("b")),
        Inline::Text(" ".into()),
        Inline::Strikethrough(twin("c")),
        Inline::Break,
        Inline::Text("H".into()),
        Inline::Subscript(twin("2")),
        Inline::Text("O x".into()),
        Inline::Superscript(twin("2")),
        Inline::Text(" ".into()),
        Inline::Keyboard(twin("Esc")),
        Inline::Text(" ".into()),
        Inline::Code("d < e".into()),
    ];
    assert_eq!(blocks(markdown), [Block::Paragraph(expected)]);
}

#[test]
fn other_html_is_shown_as_the_text_it_is() {
    let markdown = "A List<T> <!-- sic --> <b>never closed, <i>crossed</b></i>\n\n<div>\nblock\n</div>";
    assert_eq!(shown(markdown), "A List<T> <!-- sic --> never closed, <i>crossed</i>\n<div> block </div>");
    let expected = [
        (Rule::HtmlTag, "<T>"),
        (Rule::HtmlTag, "<!-- sic -->"),
        (Rule::HtmlTag, "<i>"),
        (Rule::HtmlTag, "</i>"),
        (Rule::HtmlTag, "<div>\nblock\n</div>"),
    ];
    assert_eq!(findings(markdown), expected);
    assert_eq!(findings("a <b>b"), [(Rule::HtmlTag, "<b>")]);
    assert_eq!(findings("<b class='x'>b</b> c</b>"), [(Rule::HtmlTag, "<b class='x'>"), (Rule::HtmlTag, "</b>")]);
}

#[test]
fn an_empty_comment_is_silence() {
    assert_eq!(blocks("a<!-- -->b"), paragraph("ab"));
    assert_eq!(blocks("<!-- -->"), []);
}

#[test]
fn what_stands_after_a_fence_parts_into_language_and_attributes() {
    let read = code("```python norun=\"no network\" raises=OSError\n\tx = 1\n\n\n```");
    assert_eq!((read.language.as_str(), read.attributes.as_str()), ("python", "norun=\"no network\" raises=OSError"));
    assert_eq!(read.text, "\tx = 1\n\n");
    assert_eq!(code("    indented\r\n    code").text, "indented\ncode");
}

#[test]
fn an_output_block_belongs_to_the_code_above_it() {
    let read = code("```python\nprint(1)\n```\n\n```output\n1\n```");
    assert_eq!((read.text.as_str(), read.output.as_deref()), ("print(1)", Some("1")));
    assert_eq!(code("```output\n1\n```").language, "output");
    assert_eq!(blocks("```\na\n```\n\nb\n\n```output\n1\n```").len(), 3, "words stand between them");
    let labelled = "```\na\n```\n*Ausgabe*<!-- -->\n```output\n1\n```";
    assert_eq!(code(labelled).output.as_deref(), Some("1"), "the handout's label is no word of the text");
    assert_eq!(blocks(&labelled.replace("<!-- -->", "")).len(), 3, "an author's word is");
}

#[test]
fn an_unclosed_fence_is_found_where_it_opens() {
    assert_eq!(findings("a\n\n```python\nx = 1\n"), [(Rule::UnclosedFence, "```python")]);
    assert_eq!(findings("- a\n\n  ~~~~\n  x\n  ~~~\n"), [(Rule::UnclosedFence, "~~~~")]);
    assert_eq!(findings("> ```\n> x\n\n```\ny\n```"), [(Rule::UnclosedFence, "```")]);
    assert_eq!(findings("> ```\n> x\n> ```\n\n- ```\n  y\n  ```\n\n````\n```\n````"), []);
}

#[test]
fn links_lead_to_addresses_and_questions() {
    let markdown = "[a](https://a.example/(b)) <mailto:a@b.example> <c@d.example> [q](#gil) [r][x] [](http://e.example)\n\n[x]: http://x.example";
    let [Block::Paragraph(content)] = &blocks(markdown)[..] else { panic!("{markdown}") };
    let links: Vec<String> = content
        .iter()
        .filter_map(|inline| match inline {
            Inline::Link(link) => Some(format!("{:?} {}", link.target, plain::inline_text(&link.content))),
            _ => None,
        })
        .collect();
    let expected = [
        r#"Url("https://a.example/(b)") a"#,
        r#"Url("mailto:a@b.example") mailto:a@b.example"#,
        r#"Url("mailto:c@d.example") c@d.example"#,
        r#"Question("gil") q"#,
        r#"Url("http://x.example") r"#,
        r#"Url("http://e.example") http://e.example"#,
    ];
    assert_eq!(links, expected);
}

#[test]
fn links_that_lead_nowhere_are_shown_with_their_address() {
    let markdown = "[a](../b.md) [c](javascript:alert(1)) <ftp://d.example> [e](#)";
    assert_eq!(shown(markdown), "a (../b.md) c (javascript:alert(1)) ftp://d.example e (#)");
    let rules: Vec<Rule> = findings(markdown).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, [Rule::LinkScheme; 4]);
}

#[test]
fn what_not_all_artifacts_can_show_is_found() {
    let markdown = "[a](http://a.example \"title\") b[^1] c[^2] [^a-z]\n\n[^2]: note\n\n[unused]: http://u.example";
    let expected = [
        (Rule::Unsupported, "[a](http://a.example \"title\")"),
        (Rule::Unsupported, "[^1]"),
        (Rule::Unsupported, "[^2]"),
        (Rule::Unsupported, "[unused]: http://u.example"),
    ];
    assert_eq!(findings(markdown), expected);
    assert_eq!(shown(markdown), "a b[^1] c[^2] [^a-z]\n[^2]: note");
}

#[test]
fn images_are_loaded_or_their_absence_is_told() {
    let [Block::Paragraph(content)] = &blocks("![a *ring*](ring.png)")[..] else { panic!("no paragraph") };
    assert!(matches!(&content[..], [Inline::Picture(Picture { alt, .. })] if alt == "a ring"));
    let markdown = "![far](https://a.example/b.png) ![gone](gone.png) ![](ring.png)";
    assert_eq!(shown(markdown), "far gone ");
    let expected = [
        (Rule::RemoteImage, "![far](https://a.example/b.png)"),
        (Rule::Image, "![gone](gone.png)"),
        (Rule::MissingAlt, "![](ring.png)"),
    ];
    assert_eq!(findings(markdown), expected);
}

#[test]
fn table_rows_are_as_wide_as_their_table_and_lose_nothing() {
    let markdown = "| a | b |\n|---|:-:|\n| 1 |\n| 2 | 3 | 4 | 5 |\n";
    let [Block::Table(Table { rows, .. })] = &parse::blocks(markdown, &load).value[..] else { panic!("no table") };
    assert_eq!(*rows, [vec![words("1"), Vec::new()], vec![words("2"), words("3 | 4 | 5")]]);
    assert_eq!(findings(markdown), [(Rule::Unsupported, "| 4 | 5 |")]);
}

#[test]
fn lists_keep_start_spacing_and_boxes() {
    let item = |task, text: &str| Item { task, blocks: paragraph(text) };
    let tasks = List { start: None, tight: true, items: vec![item(Some(false), "a"), item(Some(true), "b")] };
    let loose = List { start: Some(3), tight: false, items: vec![item(None, "c"), item(None, "d")] };
    assert_eq!(blocks("- [ ] a\n- [x] b\n\n3. c\n\n4. d"), [Block::List(tasks), Block::List(loose)]);
}

#[test]
fn white_space_is_single_and_outside_of_wrappers() {
    assert_eq!(
        blocks("  a \t b\nc<b> d </b>e<br> f &#32; "),
        [Block::Paragraph(vec![
            Inline::Text("a b c ".into()),
            Inline::Strong(words("d")),
            Inline::Text(" e".into()),
            Inline::Break,
            Inline::Text("f".into()),
        ])]
    );
    assert_eq!(
        blocks("<b>a</b><strong>b</strong> <b>c <strong>d</strong></b>"),
        blocks("<b>ab</b> **c d**").as_slice()
    );
}

#[test]
fn a_question_is_one_line_whatever_it_begins_with() {
    let line = |markdown: &str| {
        let parsed = parse::inlines(markdown, &load);
        (plain::inline_text(&parsed.value), parsed.findings.len())
    };
    for question in
        ["1. What is it?", "# of arguments?", "- or +?", "> or >=?", "[a]: b", "What are *args and **kwargs?"]
    {
        assert_eq!(line(question), (question.to_owned(), 0));
    }
    assert_eq!(parse::inlines("1. *a*", &load).value, [Inline::Text("1. ".into()), Inline::Emphasis(words("a"))]);
    assert_eq!(line("two\n\nparagraphs"), ("two paragraphs".to_owned(), 1));
    assert_eq!(line("[a][b]\n\n[b]: http://b.example"), ("a".to_owned(), 0));
    let place = &parse::inlines("# <T> x", &load).findings[0].range;
    assert_eq!(&"# <T> x"[place.clone()], "<T>");
}

#[test]
fn a_call_out_is_told_from_a_quotation() {
    let careful = || blocks("Careful.");
    assert_eq!(blocks("> [!WARNING]\n> Careful."), [Block::Alert(Alert::Warning, careful())]);
    assert_eq!(blocks("> [!note]\n>\n> Careful."), [Block::Alert(Alert::Note, careful())]);
    assert_eq!(blocks("> Careful."), [Block::Quote(careful())]);
    assert_eq!(blocks("> [!TIP]"), blocks("> \\[!TIP]"), "a mark with nothing below it is text");
    for other in ["> [!HINT]\n> Careful.", "> \\[!NOTE]\n> Careful.", "> [!NOTE] Careful."] {
        assert!(matches!(&blocks(other)[..], [Block::Quote(_)]), "{other}");
    }
}

#[test]
fn nesting_has_an_end() {
    for (part, times) in [("> ", 20_000), ("- ", 5_000), ("<b><i>", 20_000), ("*_", 20_000), ("[", 20_000)] {
        let markdown = format!("{}x", part.repeat(times));
        assert!(shown(&markdown).contains('x'), "{part}");
    }
    let deep = format!("{}x", "> ".repeat(100));
    let (rule, _) = findings(&deep)[0];
    assert_eq!(rule, Rule::Unsupported);
    let mut blocks = parse::blocks(&deep, &load).value;
    let mut depth = 0;
    while let [Block::Quote(inside)] = &blocks[..] {
        depth += 1;
        blocks = inside.clone();
    }
    assert_eq!(depth, 64);
}

#[test]
fn a_fence_that_swallows_another_is_told_once() {
    let swallowing = [
        "```text\nopen\n\nprose\n\n```text\nprint(1)\n```",
        "```text\nopen\n```python name\nprint(1)",
        "~~~\nopen\n  ~~~ rust\nlet a;\n~~~",
        "> ```text\n> open\n>\n> ````c++\n> x\n> ````",
        "1. a\n\n   ```text\n   open\n\n   ```sh\n   ls\n   ```",
    ];
    for markdown in swallowing {
        let found = findings(markdown);
        let fence = markdown.lines().find(|line| line.contains("```") || line.contains("~~~")).unwrap();
        assert_eq!(found, [(Rule::UnclosedFence, fence.trim_start_matches(['>', ' ']))], "{markdown}");
        let message = &parse::blocks(markdown, &load).findings[0].message;
        assert!(message.contains("before another opens"), "{message}");
    }
    let right = [
        "````markdown\n```python\nx\n```\n````",
        "~~~markdown\n```python\nx\n```\n~~~",
        "```yaml\nanswer: |\n    ```python\n    x\n```",
        "- ```yaml\n  answer: |\n      ```python\n      x\n  ```",
        "```text\n``` is how a block begins\n```",
        "```rust\n/// ```rust\n/// x\n/// ```\n```",
    ];
    for markdown in right {
        assert_eq!(findings(markdown), [], "{markdown}");
    }
}

#[test]
fn html_is_quoted_as_it_is_written_and_its_twin_is_named() {
    let said = |markdown: &str| {
        let finding = parse::blocks(markdown, &load).findings.remove(0);
        (finding.message, finding.help.unwrap_or_default())
    };
    let ways = [
        ("<a href=\"https://x.org\">x</a>", "`<a href=\"https://x.org\">` is HTML", "`[words](address)`"),
        ("see <a\nhref='x'>x</a>", "`<a` is HTML", "`[words](address)`"),
        ("<div>\nSome words\n</div>", "`<div>` is HTML", "leave the tags out"),
        ("<img src=\"x.png\">", "`<img src=\"x.png\">` is HTML", "`![what it shows](file.png)`"),
        ("<pre>\nx\n</pre>", "`<pre>` is HTML", "three backticks"),
        ("<b class=\"x\">y</b>", "`<b class=\"x\">` is HTML", "all but the tag's name"),
        ("a <T> b", "`<T>` is HTML", "`\\<`"),
        ("a <a> b", "`<a>` is HTML", "`\\<`"),
        ("[x](javascript:alert)", "links to `javascript:` are shown as text", "http"),
    ];
    for (markdown, message, help) in ways {
        assert_eq!(parse::blocks(markdown, &load).findings.len(), 1, "{markdown}");
        let (told, way_out) = said(markdown);
        assert!(told.contains(message) && way_out.contains(help), "{markdown}: {told}; {way_out}");
    }
}

#[test]
fn a_footnote_is_one_finding() {
    let ways = [
        ("a[^1] b[^1]\n\n[^1]: c", vec!["[^1]"]),
        ("a[^One]\n\n[^one]: c\n\n[^two]: d", vec!["[^One]", "[^two]: d"]),
        ("a[^1] b[^2] c[^1]", vec!["[^1]", "[^2]"]),
    ];
    for (markdown, places) in ways {
        let found = findings(markdown);
        assert_eq!(found, places.into_iter().map(|place| (Rule::Unsupported, place)).collect::<Vec<_>>(), "{markdown}");
    }
}

#[test]
fn a_table_whose_lines_differ_is_told_at_its_dashes() {
    for (markdown, dashes) in [
        ("| a | b | c |\n|---|---|\n| 1 | 2 | 3 |", "|---|---|"),
        ("a | b\n:-: | - | ---\n1 | 2", ":-: | - | ---"),
        ("> | a \\| b | c |\n> |:--|---|---|", "|:--|---|---|"),
    ] {
        assert_eq!(findings(markdown), [(Rule::Unsupported, dashes)], "{markdown}");
    }
    for markdown in ["| a | b |\n|---|---|", "a | b\n1 | 2", "a | b\n---", "x\n|-|", "a \\| b | c\n--|--\n1 | 2"] {
        assert_eq!(findings(markdown), [], "{markdown}");
    }
}

#[test]
fn a_link_that_nothing_defines_is_told_and_an_index_is_none() {
    for (markdown, place) in [
        ("See [docs][py].", "[docs][py]"),
        ("See the [`json` docs][1]: all", "[`json` docs][1]"),
        ("![a ring][ring]", "[a ring][ring]"),
    ] {
        assert_eq!(findings(markdown), [(Rule::Unsupported, place)], "{markdown}");
    }
    let text = [
        "matrix[row][column] and a[i][j]",
        "[a-zA-Z_][a-zA-Z0-9_]*",
        "[abc][def]+ [[1, 2]][0] [x, yy][1] ['ab'][0] [i][j]",
        "[string][int]$x \\[docs][py] [docs] [py] [docs][]",
        "`[docs][py]` and [docs][py]\n\n[py]: https://a.example",
    ];
    for markdown in text {
        assert_eq!(findings(markdown), [], "{markdown}");
    }
}
