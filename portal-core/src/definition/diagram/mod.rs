//! The workflow of a request type as a picture that a client can read: statuses in their words, moves by their labels,
//! who acts by colour and by text. As SVG with a layout of its own, and as Mermaid for documents that draw by themselves.

mod graph;
mod layout;
mod mermaid;
mod order;
mod paint;
mod rows;
mod svg;
mod text;
mod words;

use self::graph::Graph;
use super::{Definition, RequestType};

/// A workflow, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Diagram {
    graph: Graph,
}

impl Diagram {
    /// The workflow of a type in one of the definition's locales.
    pub fn of(definition: &Definition, request_type: &RequestType, locale: &str) -> Self {
        Self { graph: Graph::of(definition, request_type, locale) }
    }

    /// What the picture is called: the type's name.
    pub fn title(&self) -> &str {
        &self.graph.title
    }

    /// The picture in words: where it starts, each move with who makes it and where it leads, the ends.
    pub fn description(&self) -> String {
        self.graph.description()
    }

    /// As an SVG document: light and dark as the reader's system wishes, light on paper.
    pub fn svg(&self) -> String {
        svg::draw(&self.graph, &layout::place(&self.graph))
    }

    /// As a Mermaid flowchart.
    pub fn mermaid(&self) -> String {
        mermaid::draw(&self.graph)
    }
}

#[cfg(test)]
mod tests;
