//! The picture as SVG. Colours stand at each shape, so that it is right where style sheets are not allowed; the style sheet
//! inside adds the dark, on screens alone.

use std::fmt::{self, Write};

use super::{
    graph::{Actor, Graph, Node, Shape},
    layout::{LABEL, LABEL_LINE, Layout, MARGIN, NOTE, NOTE_LINE, Path, Placed, count},
    paint::{self, LINE, PAPER, TEXT},
    text,
};

/// The heading's size, and the room that it takes above the picture.
const HEADING: i64 = 17;
const ABOVE: i64 = 44;
/// A line of the legend.
const LEGEND: i64 = 26;

pub(super) fn draw(graph: &Graph, layout: &Layout) -> String {
    let mut svg = String::new();
    // Writing to a string cannot fail.
    let _ = (Drawing { graph, layout }).write(&mut svg);
    svg
}

struct Drawing<'g> {
    graph: &'g Graph,
    layout: &'g Layout,
}

impl Drawing<'_> {
    fn write(&self, svg: &mut String) -> fmt::Result {
        let Self { graph, layout } = self;
        let heading = text::width(&graph.heading, HEADING) * 11 / 10;
        let widest = graph.legend.iter().map(|(_, word)| legend_width(word)).max().unwrap_or(0);
        let width = layout.width.max(heading.max(widest) + 2 * MARGIN);
        let legend = legend(graph, width);
        let lines = legend.last().map_or(0, |(_, line, ..)| line + 1);
        let height = ABOVE + layout.height + lines * LEGEND + 8;
        let (id, title, description) = (&graph.id, escape(&graph.heading), escape(&graph.description()));
        writeln!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" lang=\"{}\" font-family=\"system-ui, -apple-system, \
             'Segoe UI', Roboto, 'Noto Sans', Helvetica, Arial, sans-serif\">",
            escape(&graph.locale)
        )?;
        writeln!(svg, "<title id=\"{id}-title\">{title}</title>")?;
        writeln!(svg, "<desc id=\"{id}-desc\">{description}</desc>")?;
        style(svg)?;
        writeln!(
            svg,
            "<defs><marker id=\"{id}-arrow\" viewBox=\"0 0 10 10\" refX=\"9.5\" refY=\"5\" markerWidth=\"9\" \
             markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"head\" d=\"M0 .8 10 5 0 9.2z\" \
             fill=\"{}\"/></marker></defs>",
            LINE[0]
        )?;
        writeln!(svg, "<rect class=\"paper\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>", PAPER[0])?;
        let heading = Line { x: MARGIN, y: MARGIN + HEADING, size: HEADING, bold: Weight::Bold, anchor: "start" };
        heading.write(svg, &graph.heading)?;
        writeln!(svg, "<g transform=\"translate({},{ABOVE})\">", (width - layout.width) / 2)?;
        layout.lines.iter().try_for_each(|path| self.line(svg, path))?;
        graph.nodes.iter().zip(&layout.boxes).try_for_each(|(node, placed)| shape(svg, node, placed))?;
        svg.push_str("</g>\n");
        for (x, line, actor, word) in legend {
            let y = ABOVE + layout.height + line * LEGEND;
            swatch(svg, x, y, actor)?;
            Line { x: x + 26, y: y + 12, size: NOTE, bold: Weight::Regular, anchor: "start" }.write(svg, word)?;
        }
        svg.push_str("</svg>\n");
        Ok(())
    }

    /// Curves from row to row, upright through the rows.
    fn line(&self, svg: &mut String, path: &Path) -> fmt::Result {
        let Some(((x, y), rest)) = path.points.split_first() else { return Ok(()) };
        write!(svg, "<path class=\"line\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" d=\"M{x} {y}", LINE[0])?;
        let mut from = (*x, *y);
        for (at, (x, y)) in rest.iter().enumerate() {
            if at % 2 == 1 || from.0 == *x {
                write!(svg, "L{x} {y}")?;
            } else {
                let middle = i64::midpoint(from.1, *y);
                write!(svg, "C{} {middle} {x} {middle} {x} {y}", from.0)?;
            }
            from = (*x, *y);
        }
        let arrow = if path.arrow { format!(" marker-end=\"url(#{}-arrow)\"", self.graph.id) } else { String::new() };
        writeln!(svg, "\"{arrow}/>")
    }
}

/// The dark, for screens alone.
fn style(svg: &mut String) -> fmt::Result {
    svg.push_str("<style>@media screen and (prefers-color-scheme: dark) {");
    write!(svg, " .paper, .move {{ fill: {} }} text {{ fill: {} }}", PAPER[1], TEXT[1])?;
    write!(svg, " .line {{ stroke: {} }} .head, .start {{ fill: {0} }} .start-word {{ fill: {} }}", LINE[1], PAPER[1])?;
    for actor in paint::ALL {
        let paint = paint::of(actor);
        write!(svg, " .{}-fill {{ fill: {} }}", paint.class, paint.dark_fill)?;
        write!(svg, " .{}-edge {{ stroke: {} }} .{0}-bar {{ fill: {1} }}", paint.class, paint.dark_edge)?;
    }
    svg.push_str(" }</style>\n");
    Ok(())
}

fn shape(svg: &mut String, node: &Node, placed: &Placed) -> fmt::Result {
    let paint = paint::of(node.actor);
    let (left, top, width, height) = (placed.x - placed.width / 2, placed.y, placed.width, placed.height);
    let outline = format!("x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"");
    let edge = format!("class=\"{0}-fill {0}-edge\" fill=\"{1}\" stroke=\"{2}\"", paint.class, paint.fill, paint.edge);
    match node.shape {
        Shape::Start => {
            let round = height / 2;
            writeln!(svg, "<rect class=\"start\" {outline} rx=\"{round}\" fill=\"{}\"/>", LINE[0])?;
            let y = top + height / 2 + 5;
            return writeln!(
                svg,
                "<text class=\"start-word\" x=\"{}\" y=\"{y}\" font-size=\"{LABEL}\" font-weight=\"600\" text-anchor=\"middle\" \
                 fill=\"{}\">{}</text>",
                placed.x,
                PAPER[0],
                escape(&node.label)
            );
        }
        Shape::Status => writeln!(svg, "<rect {outline} rx=\"10\" {edge} stroke-width=\"1.75\"/>")?,
        Shape::AnyOpen => {
            writeln!(svg, "<rect {outline} rx=\"10\" {edge} stroke-width=\"1.5\" stroke-dasharray=\"5 4\"/>")?;
        }
        Shape::End => {
            writeln!(svg, "<rect {outline} rx=\"10\" {edge} stroke-width=\"1.75\"/>")?;
            writeln!(
                svg,
                "<rect class=\"{}-edge\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"7\" fill=\"none\" stroke=\"{}\"/>",
                paint.class,
                left + 4,
                top + 4,
                width - 8,
                height - 8,
                paint.edge
            )?;
        }
        Shape::Move => {
            writeln!(
                svg,
                "<rect class=\"move {}-edge\" {outline} rx=\"3\" fill=\"{}\" stroke=\"{}\"/>",
                paint.class, PAPER[0], paint.edge
            )?;
            writeln!(
                svg,
                "<rect class=\"{}-bar\" x=\"{left}\" y=\"{top}\" width=\"5\" height=\"{height}\" fill=\"{}\"/>",
                paint.class, paint.edge
            )?;
        }
    }
    words(svg, node, placed)
}

/// The label in bold, then the notes.
fn words(svg: &mut String, node: &Node, placed: &Placed) -> fmt::Result {
    let (size, step) = if node.shape == Shape::Move { (NOTE, NOTE_LINE) } else { (LABEL, LABEL_LINE) };
    let text = count(placed.label.len()) * step + count(placed.notes.len()) * NOTE_LINE;
    let mut y = placed.y + (placed.height - text) / 2;
    for line in &placed.label {
        y += step;
        Line { x: placed.x, y: y - 4, size, bold: Weight::Bold, anchor: "middle" }.write(svg, line)?;
    }
    for line in &placed.notes {
        y += NOTE_LINE;
        Line { x: placed.x, y: y - 4, size: NOTE, bold: Weight::Regular, anchor: "middle" }.write(svg, line)?;
    }
    Ok(())
}

/// A line of text.
struct Line {
    x: i64,
    y: i64,
    size: i64,
    bold: Weight,
    anchor: &'static str,
}

enum Weight {
    Regular,
    Bold,
}

impl Line {
    fn write(&self, svg: &mut String, text: &str) -> fmt::Result {
        let Self { x, y, size, anchor, .. } = self;
        let weight = match self.bold {
            Weight::Bold => " font-weight=\"600\"",
            Weight::Regular => "",
        };
        let (fill, text) = (TEXT[0], escape(text));
        writeln!(
            svg,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight} text-anchor=\"{anchor}\" fill=\"{fill}\">{text}</text>"
        )
    }
}

fn swatch(svg: &mut String, x: i64, y: i64, actor: Actor) -> fmt::Result {
    let paint = paint::of(actor);
    writeln!(
        svg,
        "<rect class=\"{0}-fill {0}-edge\" x=\"{x}\" y=\"{y}\" width=\"18\" height=\"14\" rx=\"3\" fill=\"{1}\" stroke=\"{2}\" \
         stroke-width=\"1.75\"/>",
        paint.class, paint.fill, paint.edge
    )
}

/// How wide an entry of the legend is.
fn legend_width(word: &str) -> i64 {
    26 + text::width(word, NOTE) + 24
}

/// Each entry of the legend with its place and line.
fn legend(graph: &Graph, width: i64) -> Vec<(i64, i64, Actor, &str)> {
    let (mut x, mut line) = (MARGIN, 0);
    let mut entries = Vec::new();
    for (actor, word) in &graph.legend {
        let wide = legend_width(word);
        if x > MARGIN && x + wide > width {
            (x, line) = (MARGIN, line + 1);
        }
        entries.push((x, line, *actor, word.as_str()));
        x += wide;
    }
    entries
}

/// What means something in XML, written out; control characters, which XML knows none of, are left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}
