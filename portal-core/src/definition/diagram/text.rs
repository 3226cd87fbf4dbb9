//! How wide a text is about, and where it is broken into lines. The picture is made without a font at hand: the widths are
//! about those of Verdana, one of the widest, in thousandths of its size, so that a text in another font fits its box.

/// The width of a text at a size in pixels.
pub(super) fn width(text: &str, size: i64) -> i64 {
    text.chars().map(|character| thousandths(character) * size).sum::<i64>() / 1_000
}

fn thousandths(character: char) -> i64 {
    match character {
        'i' | 'j' | 'l' | '\'' | '’' | '|' | '.' | ',' | ':' | ';' | '!' => 340,
        ' ' | '\u{a0}' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' | 'I' | '“' | '”' => 420,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' => 960,
        upper if upper.is_uppercase() => 740,
        wide if wide > '\u{2e80}' => 1_000,
        _ => 620,
    }
}

/// The text in lines of at most `most` pixels, broken at spaces. A longer word stands alone.
pub(super) fn lines(text: &str, size: i64, most: i64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(" ", size) + width(word, size) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
