//! The picture as a Mermaid flowchart, for documents that draw by themselves.

use std::fmt::{self, Write};

use super::{
    graph::{Graph, Node, Shape},
    paint,
};

pub(super) fn draw(graph: &Graph) -> String {
    let mut chart = String::new();
    // Writing to a string cannot fail.
    let _ = write(graph, &mut chart);
    chart
}

fn write(graph: &Graph, chart: &mut String) -> fmt::Result {
    writeln!(chart, "flowchart TD")?;
    writeln!(chart, "    accTitle: {}", plain(&graph.heading))?;
    writeln!(chart, "    accDescr {{\n{}\n    }}", plain(&graph.description()))?;
    for node in &graph.nodes {
        let (open, close) = match node.shape {
            Shape::Start | Shape::Status => ("([", "])"),
            Shape::End => ("[[", "]]"),
            Shape::AnyOpen => ("{{", "}}"),
            Shape::Move => ("[", "]"),
        };
        writeln!(chart, "    {}{open}\"{}\"{close}:::{}", node.id, label(node), paint::of(node.actor).class)?;
    }
    for line in &graph.lines {
        let (from, to) = (&graph.nodes[line.from], &graph.nodes[line.to]);
        let arrow = if to.shape == Shape::Move { "---" } else { "-->" };
        writeln!(chart, "    {} {arrow} {}", from.id, to.id)?;
    }
    for actor in paint::ALL {
        let paint = paint::of(actor);
        writeln!(
            chart,
            "    classDef {} fill:{},stroke:{},color:{}",
            paint.class,
            paint.fill,
            paint.edge,
            paint::TEXT[0]
        )?;
    }
    Ok(())
}

fn label(node: &Node) -> String {
    let lines = std::iter::once(&node.label).chain(&node.notes);
    lines.map(|line| escape(line)).collect::<Vec<_>>().join("<br/>")
}

/// A text inside quotes: what Mermaid would read as its own is written as an entity.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '&' => escaped.push_str("#amp;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            '`' => escaped.push_str("#96;"),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A text outside quotes: without what would end it.
fn plain(text: &str) -> String {
    text.replace(['{', '}', '%'], " ")
}
