//! Colouring of code: expected by eye, one sample per language; then whatever could break it.

use std::path::Path;
use std::time::{Duration, Instant};

use prepdeck::bank::{self, Bank};
use prepdeck::doc::highlight::{LIMIT, colour, tokens};
use prepdeck::doc::{Block, Class, Code, Token};
use prepdeck::source::Source;
use proptest::prelude::{Strategy, any, prop, prop_oneof, proptest};
use proptest::sample::select;

const LANGUAGES: [&str; 18] = [
    "python", "pycon", "sql", "bash", "console", "html", "css", "js", "ts", "tsx", "json", "yaml", "toml", "rust",
    "go", "java", "c", "c++",
];

/// Takes code in which every coloured piece is marked by the initial of its class, a value's (constant's) being `V`.
#[track_caller]
fn assert_colours(language: &str, marked: &str) {
    let is_mark = |(at, c): (usize, char)| c == '›' || c == '‹' || marked[at + c.len_utf8()..].starts_with('‹');
    let code: String = marked.char_indices().filter(|mark| !is_mark(*mark)).map(|(_, c)| c).collect();
    let mut found = String::new();
    let mut at = 0;
    for Token { range, class } in tokens(language, &code) {
        found.extend([&code[at..range.start], initial(class), "‹", &code[range.clone()], "›"]);
        at = range.end;
    }
    assert_eq!(found + &code[at..], marked, "{language}");
}

fn initial(class: Class) -> &'static str {
    match class {
        Class::Keyword => "K",
        Class::String => "S",
        Class::Number => "N",
        Class::Comment => "C",
        Class::Function => "F",
        Class::Type => "T",
        Class::Constant => "V",
        Class::Attribute => "A",
        Class::Operator => "O",
    }
}

#[test]
fn python() {
    assert_colours(
        "Python3",
        r#"A‹@app.get›(S‹'/x'›)
K‹async› K‹def› F‹fetch›(V‹self›, n: T‹int› O‹=› N‹1›) O‹->› V‹None›:
    C‹"""Doc."""›
    K‹return› T‹Point›(F‹len›(V‹N_MAX›)) K‹if› n K‹is not› V‹None› K‹else› a.b.F‹c›() C‹# why›
K‹class› T‹Stack›[T‹T›](T‹Base›, models.T‹Model›): x: T‹list›[T‹str›] O‹=› ()"#,
    );
}

#[test]
fn python_f_strings_have_holes() {
    assert_colours("py", r#"S‹f"a ›{x.F‹f›()S‹!r:>›{w}}S‹ ›V‹{{›S‹b›V‹}}\n›S‹"›"#);
}

#[test]
fn python_fragments() {
    assert_colours(
        "python",
        "V‹...›
K‹class› T‹A›:
    V‹...›
    total O‹=› 

        indented O‹=› V‹True›
K‹else›:
    x O‹=› [N‹1›, N‹2›",
    );
}

#[test]
fn python_sessions() {
    for language in ["python", "pycon"] {
        assert_colours(
            language,
            "# try
O‹>>> ›K‹def› F‹f›():
O‹... ›    K‹return› S‹'a'›
O‹...›
O‹>>> ›F‹f›()
'not a string'",
        );
    }
}

#[test]
fn sql() {
    assert_colours(
        "PostgreSQL",
        "K‹SELECT› F‹COUNT›(O‹*›) K‹FROM› t C‹-- c›
K‹WHERE› a O‹>=› S‹'it''s'› K‹AND› b K‹IS› V‹NULL› K‹FOR› K‹UPDATE›;
K‹create› K‹table› t (n T‹int› K‹not› V‹null›, ...)",
    );
}

#[test]
fn bash() {
    assert_colours(
        "sh",
        r#"K‹export› V‹A_B›O‹=›N‹1›
K‹if› [ O‹-z› S‹"›V‹$x›S‹"› ]; K‹then› F‹ls› A‹-la› O‹|› F‹grep› S‹'y'› O‹>› out; K‹fi› C‹# c›"#,
    );
}

#[test]
fn shell_sessions() {
    assert_colours(
        "console",
        "O‹(venv) $ ›F‹pip› install \\
    A‹--upgrade› x
if this: output
O‹$ ›F‹ls›",
    );
}

#[test]
fn html_with_script_and_style() {
    assert_colours(
        "HTML",
        r#"C‹<!-- c -->›<T‹p› A‹class›O‹=›S‹"x"›>text V‹&amp;›</T‹p›>
<T‹script›>K‹let› a O‹=› N‹1›</T‹script›><T‹style›>T‹b› { A‹top›: N‹0› }</T‹style›>"#,
    );
}

#[test]
fn django_templates() {
    assert_colours(
        "htmldjango",
        r#"C‹{# c #}›O‹{%› K‹if› a K‹and› b O‹%}›
<T‹p› A‹id›O‹=›S‹"›O‹{{› x O‹|›default:S‹'y'› O‹}}›S‹"› O‹{%› K‹block› z O‹%}›A‹hidden›O‹{%› K‹endblock› O‹%}›>O‹{{› n O‹}}›"#,
    );
}

#[test]
fn css() {
    assert_colours(
        "css",
        "K‹@media› (A‹x›: N‹1px›) { #T‹a› .T‹b› O‹>› T‹p›:K‹hover› { A‹color›: N‹#fff› K‹!important› } } C‹/* c */›
T‹i› { A‹width›: F‹calc›(N‹1%› O‹+› N‹2em›) }",
    );
}

#[test]
fn javascript() {
    assert_colours(
        "js",
        r"K‹const› F‹f› O‹=› K‹async› (x) O‹=>› S‹`a ›${x.F‹g›(V‹null›)}V‹\n›S‹`›;
K‹class› T‹A› K‹extends› T‹B› { K‹get› F‹v›() { K‹return› S‹/re/g› } } C‹// c›
p.F‹then›(K‹new› T‹Foo›(), x O‹=>› { ... });",
    );
}

#[test]
fn typescript() {
    assert_colours(
        "ts",
        "A‹@Injectable›() K‹class› T‹A› { F‹f›<T‹T›>(xO‹?›: T‹string›): T‹Promise›<T‹T›> { K‹return› <T‹any›>x; } }",
    );
}

#[test]
fn tsx() {
    assert_colours(
        "tsx",
        r#"K‹const› F‹A› O‹=› ({ n }: T‹Props›) O‹=>› <T‹li› A‹key›O‹=›S‹"a"› A‹x›O‹=›{n O‹+› N‹1›}>text</T‹li›>;"#,
    );
}

#[test]
fn data() {
    assert_colours("json", r#"{A‹"a"›: [S‹"b›V‹\n›S‹"›, N‹-1.5›, V‹true›, ...]}"#);
    assert_colours(
        "yml",
        "A‹a›: V‹&x› S‹text› C‹# c›
A‹b›:
  O‹-› N‹1›
  O‹-› {A‹c›: V‹null›, A‹d›: S‹\"e\"›}
",
    );
    assert_colours(
        "toml",
        "[T‹a›.T‹b›]
A‹c› O‹=› S‹'d'› C‹# c›
A‹e› O‹=› [N‹1›, V‹true›]",
    );
}

#[test]
fn rust() {
    assert_colours(
        "rs",
        r#"A‹#[derive(Debug)]›
K‹pub› K‹fn› F‹f›<A‹'a›>(x: O‹&›A‹'a› K‹mut› T‹Foo›) O‹->› T‹u8› { F‹println›O‹!›(S‹"{x}"›); V‹self›.F‹g›()O‹?› O‹+› N‹1› } C‹// c›"#,
    );
}

#[test]
fn go() {
    assert_colours(
        "golang",
        "K‹func› (s O‹*›T‹Server›) F‹Run›(n T‹int›) T‹error› {
	fmt.F‹Println›(S‹`a`›, V‹nil›) C‹// c›
}",
    );
}

#[test]
fn java() {
    assert_colours(
        "java",
        "A‹@Override› K‹public› T‹void› F‹run›(T‹int› n) { K‹var› x O‹=› K‹new› T‹Foo›<>(S‹'c'›); list.F‹add›(N‹1L›); } C‹/* c */›",
    );
}

#[test]
fn c() {
    assert_colours(
        "c",
        r#"K‹#include› S‹<stdio.h>›
K‹static› T‹int› O‹*›F‹f›(K‹struct› T‹a› O‹*›p) { K‹return› pO‹->›n O‹==› V‹NULL› O‹?› F‹printf›(S‹"x"›) : N‹0x1F›; }"#,
    );
}

#[test]
fn cpp_through_the_grammar_of_c() {
    assert_colours("c++", "K‹class› T‹Stack› { K‹public›: K‹virtual› T‹void› F‹f›() K‹override› { K‹delete› p; } };");
}

#[test]
fn unknown_languages_and_output_have_no_colours() {
    for language in ["", "text", "output", "brainfuck"] {
        assert_colours(language, "if x: return 1");
    }
    assert_eq!(tokens("python", &"x = 1\n".repeat(LIMIT)), []);
}

#[test]
fn deep_nesting_neither_overflows_nor_lasts() {
    for language in LANGUAGES {
        for opening in ["(", "[", "{", "- ", "a: ", "if x: ", "{{ ", "$("] {
            let code = opening.repeat(10_000);
            let start = Instant::now();
            let tokens = tokens(language, &code[..code.len().min(LIMIT)]);
            assert!(is_sound(&code, &tokens), "{language}: {opening}");
            assert!(start.elapsed() < Duration::from_secs(20), "{language}: {opening}");
        }
    }
}

/// The scanners of Python and YAML end the program there, if they are let.
#[test]
fn deep_indentation_is_not_parsed() {
    let steps = |line: &str, indent: &str| (0..450).map(|n| indent.repeat(n) + line + "\n").collect::<String>();
    let deep = [steps("if x:", " "), steps("a:", " "), steps("- a:", " "), steps("if x:", "\t"), "- ".repeat(500)];
    for code in deep.iter().flat_map(|code| [code.as_str(), &code[..code.len().min(LIMIT)]]) {
        for language in LANGUAGES {
            assert!(is_sound(code, &tokens(language, code)), "{language}");
        }
    }
}

#[test]
fn a_bank_is_coloured_everywhere() {
    let text = "id: a\ntitle: A\ndescription: |\n  ```python\n  x = 1\n  ```\nsections:\n- title: S\n  questions:\n  - id: q\n    \
                question: Q?\n    answer: |\n      > - a\n      >\n      >   ```python\n      >   x = 1\n      >   ```\n      >\n      >   \
                ```output\n      >   if\n      >   ```\n    pitfalls:\n    - |\n      ```python\n      x = 1\n      ```\n    cloze: |\n      \
                ```python\n      x = {{c1::1}}\n      ```\n\n      ```python\n      x = 1\n      ```\n";
    let (bank, report) = bank::check(&Source::new(Path::new("a.yaml"), text));
    let mut bank = bank.unwrap_or_else(|| panic!("{report:?}"));
    colour(&mut bank);
    let once = codes(&bank);
    assert_eq!(once.iter().map(|code| code.tokens.len()).collect::<Vec<_>>(), [2, 2, 2, 0, 2]);
    colour(&mut bank);
    assert_eq!(codes(&bank), once);
}

/// All code of a bank's description, answers, pitfalls and cloze texts.
fn codes(bank: &Bank) -> Vec<Code> {
    let questions = bank.questions().map(|(_, question)| question);
    let texts = questions
        .flat_map(|question| [&question.answer].into_iter().chain(&question.pitfalls).chain([&question.cloze]));
    let mut found = Vec::new();
    [&bank.description].into_iter().chain(texts).for_each(|text| collect(text, &mut found));
    found
}

fn collect(blocks: &[Block], found: &mut Vec<Code>) {
    for block in blocks {
        match block {
            Block::Code(code) => found.push(code.clone()),
            Block::List(list) => list.items.iter().for_each(|item| collect(&item.blocks, found)),
            Block::Quote(quote) | Block::Alert(_, quote) => collect(quote, found),
            Block::Paragraph(_) | Block::Heading(_) | Block::Table(_) | Block::Rule => {}
        }
    }
}

/// What code is made of, and what breaks it; `_` is a space.
const PIECES: &str = "\" ' ` ${ $( ( [ { < > ) ] } \n \n____ \n\t \r\n -_ a:_ |\n \"\"\" f\" <<EOF\n EOF $$ $a$ /* */ // # \
    <!-- <script> </script> <style> <p> {{ }} {% %} {# >>>_ \n>>>_ \n..._ $_ \\\n \\ r#\" 0x @ => :: if_x: def_f( class_A \
    SELECT_ é 漢 😀 \0 \u{feff} \u{2028} _";

fn piece() -> impl Strategy<Value = String> {
    let pieces: Vec<_> = PIECES.split(' ').map(|piece| piece.replace('_', " ")).collect();
    prop_oneof![4 => select(pieces), 1 => any::<String>()]
}

fn is_sound(code: &str, tokens: &[Token]) -> bool {
    let ends = [0].into_iter().chain(tokens.iter().map(|token| token.range.end));
    tokens.iter().zip(ends).all(|(Token { range, .. }, end)| end <= range.start && !code[range.clone()].is_empty())
}

proptest! {
    #[test]
    fn any_text_gives_sound_tokens(language in select(&LANGUAGES[..]), pieces in prop::collection::vec(piece(), 0..40)) {
        let code = pieces.concat();
        let tokens = tokens(language, &code);
        assert!(is_sound(&code, &tokens), "{tokens:?}");
    }
}
