//! Which box stands in which row, and in which order, so that few lines cross. Statuses and moves alternate, row by row;
//! a line that passes a row has a cell of its own there. After Sugiyama, Tagawa and Toda, "Methods for visual
//! understanding of hierarchical system structures" (1981).

use super::{
    graph::{Graph, Shape},
    order::Order,
};

/// The cells of the picture. The first ones are the boxes, by their place in the graph; the others are lines passing.
pub(super) struct Rows {
    /// The cells of each row from left to right.
    pub order: Vec<Vec<usize>>,
    /// From a cell to one of the next row, and the line it belongs to.
    pub links: Vec<Link>,
    /// How many cells there are.
    pub cells: usize,
}

/// A part of a line, between two rows.
#[derive(Clone, Copy)]
pub(super) struct Link {
    pub upper: usize,
    pub lower: usize,
    pub line: usize,
}

/// How often the rows are put in order, from above and from below.
const SWEEPS: usize = 24;
/// Beyond so many cells, neighbours are not swapped: a picture of that size is no longer looked at as a whole.
const LARGE: usize = 800;

impl Rows {
    pub fn of(graph: &Graph) -> Self {
        let order = Order::of(graph);
        let down: Vec<(usize, usize)> = (0..graph.lines.len()).map(|line| downwards(graph, &order, line)).collect();
        let row = assign(graph, &down);
        let depth = row.iter().max().map_or(0, |last| last + 1);
        let mut rows = Self { order: vec![Vec::new(); depth], links: Vec::new(), cells: graph.nodes.len() };
        for (line, (upper, lower)) in down.into_iter().enumerate() {
            let mut above = upper;
            for passed in row[upper] + 1..row[lower] {
                let cell = rows.cells;
                rows.cells += 1;
                rows.order[passed].push(cell);
                rows.links.push(Link { upper: above, lower: cell, line });
                above = cell;
            }
            rows.links.push(Link { upper: above, lower, line });
        }
        for (at, row) in row.into_iter().enumerate() {
            rows.order[row].push(at);
        }
        rows.begin();
        rows.untangle();
        rows
    }

    /// A first order: what hangs together stands together.
    fn begin(&mut self) {
        let mut seen = vec![false; self.cells];
        let mut found = vec![0; self.cells];
        let mut count = 0;
        let mut open: Vec<usize> = self.order.iter().flatten().copied().rev().collect();
        while let Some(cell) = open.pop() {
            if std::mem::replace(&mut seen[cell], true) {
                continue;
            }
            found[cell] = count;
            count += 1;
            let below = self.links.iter().rev().filter(|link| link.upper == cell).map(|link| link.lower);
            open.extend(below.filter(|lower| !seen[*lower]));
        }
        for row in &mut self.order {
            row.sort_by_key(|cell| found[*cell]);
        }
    }

    fn untangle(&mut self) {
        let (mut best, mut fewest) = (self.order.clone(), self.crossings());
        for sweep in 0..SWEEPS {
            let from_above = sweep % 2 == 0;
            let depth = self.order.len();
            for step in 1..depth {
                let at = if from_above { step } else { depth - 1 - step };
                self.by_neighbours(at, from_above);
            }
            if self.cells < LARGE {
                self.swap_neighbours();
            }
            let crossings = self.crossings();
            if crossings < fewest {
                (best, fewest) = (self.order.clone(), crossings);
            }
        }
        self.order = best;
    }

    /// Orders a row by the middle of the neighbours that each cell has in the row before, as seen from where one comes.
    fn by_neighbours(&mut self, at: usize, from_above: bool) {
        let place = self.places();
        let middle = |cell: usize| {
            let mut at: Vec<usize> = self.neighbours(cell, from_above).map(|other| place[other]).collect();
            at.sort_unstable();
            let half = at.len() / 2;
            match at.len() {
                0 => 2 * place[cell],
                even if even % 2 == 0 => at[half - 1] + at[half],
                _ => 2 * at[half],
            }
        };
        let mut row: Vec<(usize, usize)> = self.order[at].iter().map(|cell| (middle(*cell), *cell)).collect();
        row.sort_by_key(|(middle, _)| *middle);
        self.order[at] = row.into_iter().map(|(_, cell)| cell).collect();
    }

    /// Swaps cells that stand beside one another while that saves a crossing.
    fn swap_neighbours(&mut self) {
        for _ in 0..4 {
            let mut better = false;
            for at in 0..self.order.len() {
                for left in 1..self.order[at].len() {
                    let before = self.crossings_at(at);
                    self.order[at].swap(left - 1, left);
                    if self.crossings_at(at) < before {
                        better = true;
                    } else {
                        self.order[at].swap(left - 1, left);
                    }
                }
            }
            if !better {
                return;
            }
        }
    }

    /// The cells that a cell is linked with, in the row above or below.
    pub fn neighbours(&self, cell: usize, above: bool) -> impl Iterator<Item = usize> {
        self.links.iter().filter_map(move |link| match above {
            true => (link.lower == cell).then_some(link.upper),
            false => (link.upper == cell).then_some(link.lower),
        })
    }

    fn places(&self) -> Vec<usize> {
        let mut place = vec![0; self.cells];
        for row in &self.order {
            row.iter().enumerate().for_each(|(at, cell)| place[*cell] = at);
        }
        place
    }

    /// How often lines cross between a row and those beside it.
    fn crossings_at(&self, at: usize) -> usize {
        let below = if at + 1 < self.order.len() { self.crossings_below(at) } else { 0 };
        below + if at > 0 { self.crossings_below(at - 1) } else { 0 }
    }

    pub fn crossings(&self) -> usize {
        (0..self.order.len().saturating_sub(1)).map(|at| self.crossings_below(at)).sum()
    }

    fn crossings_below(&self, at: usize) -> usize {
        let place = self.places();
        let links: Vec<(usize, usize)> = self
            .links
            .iter()
            .filter(|link| self.order[at].get(place[link.upper]) == Some(&link.upper))
            .map(|link| (place[link.upper], place[link.lower]))
            .collect();
        let crossed = |(at, one): (usize, &(usize, usize))| {
            let cross =
                |other: &&(usize, usize)| (one.0 < other.0 && one.1 > other.1) || (one.0 > other.0 && one.1 < other.1);
            links[at + 1..].iter().filter(cross).count()
        };
        links.iter().enumerate().map(crossed).sum()
    }
}

/// The ends of a line, the upper one first: lines of moves that go back are drawn from below.
fn downwards(graph: &Graph, order: &Order, line: usize) -> (usize, usize) {
    let line = graph.lines[line];
    let back = |from: usize, to: usize| order.goes_back(from, to);
    let turned = match (graph.nodes[line.from].shape, graph.nodes[line.to].shape) {
        // Into a move: turned when the move leads back from here.
        (_, Shape::Move) => graph.after(line.to).any(|to| back(line.from, to)),
        // Out of a move: turned when it goes back from wherever it comes.
        (Shape::Move, _) => graph.before(line.from).all(|from| from == line.to || back(from, line.to)),
        _ => back(line.from, line.to),
    };
    if turned { (line.to, line.from) } else { (line.from, line.to) }
}

/// The row of each box: below all that lead to it; a move that goes back stands above what it comes from, and what
/// nothing leads to just above what it leads to.
fn assign(graph: &Graph, down: &[(usize, usize)]) -> Vec<usize> {
    let count = graph.nodes.len();
    let first = |at: usize| usize::from(graph.nodes[at].shape != Shape::Start);
    let mut row: Vec<usize> = (0..count).map(first).collect();
    let sorted = sorted(count, down);
    for at in &sorted {
        for (_, lower) in down.iter().filter(|(upper, _)| upper == at) {
            row[*lower] = row[*lower].max(row[*at] + 1);
        }
    }
    for at in sorted.iter().rev() {
        let lowest = down.iter().filter(|(upper, _)| upper == at).map(|(_, lower)| row[*lower]).min();
        let lead: Vec<usize> = down.iter().filter(|(_, lower)| lower == at).map(|(upper, _)| *upper).collect();
        let back = graph.nodes[*at].shape == Shape::Move && graph.after(*at).any(|to| lead.contains(&to));
        let of_any = lead.iter().all(|upper| graph.nodes[*upper].shape == Shape::AnyOpen);
        if let Some(lowest) = lowest.filter(|_| first(*at) == 1 && (back || of_any)) {
            row[*at] = lowest - 1;
        }
    }
    row
}

/// The boxes so that each stands after those above it. A circle, which the order leaves none of, would end it early.
fn sorted(count: usize, down: &[(usize, usize)]) -> Vec<usize> {
    let mut above: Vec<usize> = vec![0; count];
    down.iter().for_each(|(_, lower)| above[*lower] += 1);
    let mut open: Vec<usize> = (0..count).rev().filter(|at| above[*at] == 0).collect();
    let mut sorted = Vec::with_capacity(count);
    while let Some(at) = open.pop() {
        sorted.push(at);
        for (_, lower) in down.iter().filter(|(upper, _)| *upper == at) {
            above[*lower] -= 1;
            if above[*lower] == 0 {
                open.push(*lower);
            }
        }
    }
    sorted
}
