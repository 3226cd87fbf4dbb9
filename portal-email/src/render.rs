//! A letter becomes HTML and text. The templates are embedded; every text is shown literally, whatever it contains.

use std::sync::LazyLock;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, value::Serde};
use portal_core::notification::Letter;
use serde::Serialize;

use crate::colour;

/// The longest HTML part in bytes. Gmail hides what comes after 102 kB, and with it the footer.
const LONGEST: usize = 100_000;

/// What a template may spend, in instructions: about twenty times what the longest letter takes.
const FUEL: u64 = 1_000_000;

/// Both bodies of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML document. It loads nothing from anywhere.
    pub html: String,
    /// The plain text.
    pub text: String,
}

/// Why a letter could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template failed.
    #[error("the letter's template failed: {0}")]
    Template(#[from] minijinja::Error),
    /// The button leads neither to `https://` nor to `http://`.
    #[error("the letter's button does not lead to a web address")]
    Address,
    /// The HTML would have more than 100,000 bytes.
    #[error("the letter is too long: {0} bytes of HTML")]
    TooLong(usize),
}

/// What the templates see.
#[derive(Debug, Serialize)]
struct Context<'a> {
    locale: String,
    direction: &'static str,
    portal: String,
    subject: String,
    greeting: Vec<String>,
    paragraphs: Vec<Vec<String>>,
    facts: Vec<(Vec<String>, Vec<String>)>,
    action: Option<Button>,
    footer: Vec<String>,
    preview: String,
    accent: &'a str,
    on_accent: &'a str,
}

#[derive(Debug, Serialize)]
struct Button {
    label: String,
    url: String,
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|name| match name.strip_suffix(".txt") {
        Some(_) => AutoEscape::None,
        None => AutoEscape::Html,
    });
    for (name, source) in [
        ("letter.html", include_str!("../templates/letter.html")),
        ("letter.txt", include_str!("../templates/letter.txt")),
    ] {
        environment.add_template(name, source).expect("the embedded templates are correct: the tests render them");
    }
    environment
});

/// Renders a letter.
pub fn render(letter: &Letter) -> Result<Rendered, RenderError> {
    let colours = colour::pair(&letter.accent);
    let context = Value::from(Serde(context(letter, &colours)?));
    let html = TEMPLATES.get_template("letter.html")?.render(&context)?;
    let text = TEMPLATES.get_template("letter.txt")?.render(&context)?;
    if html.len() > LONGEST {
        return Err(RenderError::TooLong(html.len()));
    }
    Ok(Rendered { html, text })
}

fn context<'a>(letter: &Letter, colours: &'a colour::Pair) -> Result<Context<'a>, RenderError> {
    let action = match &letter.action {
        Some(action) => Some(Button { label: line(&action.label), url: web_address(&action.url)? }),
        None => None,
    };
    let language = letter.locale.split(['-', '_']).next().unwrap_or_default();
    Ok(Context {
        locale: letter.locale.replace('_', "-").replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', ""),
        direction: if matches!(language, "ar" | "fa" | "he" | "ur") { "rtl" } else { "ltr" },
        portal: line(&letter.portal),
        subject: line(&letter.subject),
        greeting: lines(&letter.greeting),
        paragraphs: letter.paragraphs.iter().map(|paragraph| lines(paragraph)).collect(),
        facts: letter.facts.iter().map(|(label, value)| (lines(label), lines(value))).collect(),
        action,
        footer: lines(&letter.footer),
        preview: letter.paragraphs.first().map(|first| line(first)).unwrap_or_default(),
        accent: &colours.background,
        on_accent: colours.text,
    })
}

/// The address in its normal form, so that no client reads it differently from us.
fn web_address(text: &str) -> Result<String, RenderError> {
    let url = url::Url::parse(text).map_err(|_| RenderError::Address)?;
    if matches!(url.scheme(), "http" | "https") { Ok(url.into()) } else { Err(RenderError::Address) }
}

fn line(text: &str) -> String {
    crate::address::one_line(text, usize::MAX)
}

/// The lines of a text, without control characters.
fn lines(text: &str) -> Vec<String> {
    text.trim().lines().map(|line| line.chars().filter(|c| !c.is_control()).collect()).collect()
}
