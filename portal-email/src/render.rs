//! A letter becomes HTML and text, drawn with the shipped templates or the definition's own; every text is shown literally,
//! whatever it contains.

use minijinja::{Environment, State, Value, context, value::Serde};
use portal_core::{
    channel::Envelope,
    notification::{Letter, OwnLetter},
};
use serde::Serialize;

use crate::{colour, templates};

/// The longest HTML part in bytes. Gmail hides what comes after 102 kB, and with it the footer.
const LONGEST: usize = 100_000;

/// The template of every letter that has no other.
const LETTER: &str = "letter";

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject line.
    pub subject: String,
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
    language: &'a str,
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

/// Renders a letter with the shipped templates.
///
/// # Errors
/// When its button leads to no web address, or it is too long.
pub fn render(letter: &Letter) -> Result<Rendered, RenderError> {
    drawn(letter, &templates::of(None), None)
}

/// Renders what an envelope holds: with its own template, or with the shipped ones, should that break.
///
/// # Errors
/// As [`render`].
pub fn draw(envelope: &Envelope) -> Result<Rendered, RenderError> {
    let Some(own) = &envelope.own else { return render(&envelope.letter) };
    with_own(&envelope.letter, own).or_else(|error| {
        tracing::error!(template = own.name, %error, "an own mail cannot be drawn; the shipped one is sent");
        render(&envelope.letter)
    })
}

/// Renders a letter with an own template.
pub(crate) fn with_own(letter: &Letter, own: &OwnLetter) -> Result<Rendered, RenderError> {
    drawn(letter, &templates::of(Some(&own.mails)), Some(own))
}

fn drawn(letter: &Letter, templates: &Environment<'_>, own: Option<&OwnLetter>) -> Result<Rendered, RenderError> {
    let colours = colour::pair(&letter.accent);
    let shown = Value::from(Serde(context(letter, &colours)?));
    let shown = match own {
        Some(own) => context! { ..Value::from(Serde(&own.about)), ..shown },
        None => shown,
    };
    let named = |end: &str| {
        let named = own.map(|own| (own, format!("{}.{end}", own.name)));
        let there = named.filter(|(own, name)| own.mails.contains_key(name));
        there.map_or_else(|| format!("{LETTER}.{end}"), |(_, name)| name)
    };
    let html = templates.get_template(&named("html"))?.render_captured(shown.clone())?;
    let subject = subject(html.state(), letter);
    let shown = context! { subject => &subject, ..shown };
    let text = templates.get_template(&named("txt"))?.render_captured(shown)?;
    let subject = self::subject(text.state(), letter);
    let (html, text) = (html.into_output(), text.into_output());
    if html.len() > LONGEST {
        return Err(RenderError::TooLong(html.len()));
    }
    Ok(Rendered { subject, html, text })
}

/// The subject line as a template leaves it: `{% set subject = "…" %}` changes it.
fn subject(state: &State<'_, '_>, letter: &Letter) -> String {
    let left = state.lookup("subject").map(|value| line(&value.to_string())).unwrap_or_default();
    if left.is_empty() { line(&letter.subject) } else { left }
}

fn context<'a>(letter: &'a Letter, colours: &'a colour::Pair) -> Result<Context<'a>, RenderError> {
    let action = match &letter.action {
        Some(action) => Some(Button { label: line(&action.label), url: web_address(&action.url)? }),
        None => None,
    };
    let language = letter.locale.split(['-', '_']).next().unwrap_or_default();
    Ok(Context {
        language,
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
