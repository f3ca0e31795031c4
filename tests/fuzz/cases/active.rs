//! Whether something in an artifact acts: HTML of Anki's fields, addresses, what Anki looks for in text.

/// The elements that prepdeck writes into fields, each with the attributes it may bear.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("b", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &[]),
    ("del", &[]),
    ("div", &["class"]),
    ("em", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("img", &["src", "alt"]),
    ("kbd", &[]),
    ("li", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("samp", &[]),
    ("span", &["class"]),
    ("strong", &[]),
    ("sub", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &["class"]),
];

/// What Anki acts on, in lower case; the brackets of `MathJax` too.
const ANKI: &[&str] = &["[sound:", "[latex]", "[$]", "[$$]", "[anki:", "[[type:", "\\(", "\\[", "\\)", "\\]"];

/// Holds the HTML of a field to what prepdeck means to write: known elements that nest, and text.
pub fn field(html: &str) -> Result<(), String> {
    if let Some(character) = html.chars().find(|character| character.is_control() && !matches!(character, '\n' | '\t'))
    {
        return Err(format!("field: {character:?} in {html:?}"));
    }
    let lower = html.to_ascii_lowercase();
    if let Some(found) = ANKI.iter().find(|active| lower.contains(**active)) {
        return Err(format!("field: {found} in {html:?}"));
    }
    nesting(html).map_err(|reason| format!("field: {reason} in {html:?}"))
}

fn nesting(html: &str) -> Result<(), String> {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>']) {
        let inside = rest[at..].strip_prefix('<').ok_or("a bare >")?;
        let end = inside.find('>').ok_or("an open tag")?;
        let tag = &inside[..end];
        rest = &inside[end + 1..];
        match tag.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            Some(name) => return Err(format!("</{name}> closes nothing")),
            None => {
                let name = element(tag)?;
                open.extend((!matches!(name, "br" | "hr" | "img")).then_some(name));
            }
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} left open")) }
}

/// The name of a tag, once all in it is known.
fn element(tag: &str) -> Result<&str, String> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let (_, known) = ELEMENTS.iter().find(|(known, _)| *known == name).ok_or(format!("<{tag}>"))?;
    while !rest.is_empty() {
        let (attribute, after) = rest.split_once("=\"").ok_or(format!("<{tag}>"))?;
        let (value, after) = after.split_once('"').ok_or(format!("<{tag}>"))?;
        if !known.contains(&attribute) || !is_harmless(attribute, value) {
            return Err(format!("{attribute}={value:?}"));
        }
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    Ok(name)
}

fn is_harmless(attribute: &str, value: &str) -> bool {
    match attribute {
        "href" => is_address(value),
        "src" => is_picture(value),
        "start" => value.bytes().all(|byte| byte.is_ascii_digit()),
        "class" => value.bytes().all(|byte| byte.is_ascii_lowercase()),
        _ => true,
    }
}

/// Whether an address is one that a reader may be sent to, and can break out of nothing.
pub fn is_address(address: &str) -> bool {
    // In a field with deletions, a colon would be theirs.
    let lower = address.replace("&#58;", ":").to_ascii_lowercase();
    let is_known = ["http:", "https:", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    is_known
        && !address.contains(|character: char| {
            character.is_control() || character.is_whitespace() || "\"<>".contains(character)
        })
}

/// Whether a name is one that prepdeck gives to a picture.
pub fn is_picture(name: &str) -> bool {
    let is_plain =
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    is_plain && [".png", ".jpg"].iter().any(|extension| name.ends_with(extension)) && !name.starts_with('.')
}
