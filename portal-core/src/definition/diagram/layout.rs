//! Where each box stands, how large it is, and by which points each line goes.

use super::{
    graph::{Graph, Node, Shape},
    rows::Rows,
    text,
};

/// The picture with all its places, in pixels.
pub(super) struct Layout {
    pub width: i64,
    pub height: i64,
    pub boxes: Vec<Placed>,
    pub lines: Vec<Path>,
}

/// A box.
pub(super) struct Placed {
    /// The middle.
    pub x: i64,
    /// The upper edge.
    pub y: i64,
    pub width: i64,
    pub height: i64,
    pub label: Vec<String>,
    pub notes: Vec<String>,
}

/// A line by its points, from where it comes to where it leads: the edges of the rows it passes.
pub(super) struct Path {
    pub points: Vec<(i64, i64)>,
    /// Whether it ends at an arrowhead: at a status.
    pub arrow: bool,
}

/// Sizes of the letters.
pub(super) const LABEL: i64 = 14;
pub(super) const NOTE: i64 = 12;
/// Heights of their lines.
pub(super) const LABEL_LINE: i64 = 18;
pub(super) const NOTE_LINE: i64 = 16;
/// Between a box's edge and its text.
const PAD: (i64, i64) = (14, 9);
/// Between cells of a row, and between rows.
const GAP: (i64, i64) = (22, 34);
/// Around the whole.
pub(super) const MARGIN: i64 = 24;
/// Between lines at the edge of a box.
const PORT: i64 = 16;
/// The widest lines of text.
const WIDEST: (i64, i64) = (180, 190);
/// How often the places are balanced.
const ROUNDS: usize = 100;

/// A length as a number of pixels.
pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX / 1_000)
}

pub(super) fn place(graph: &Graph) -> Layout {
    let rows = Rows::of(graph);
    let mut boxes: Vec<Placed> = graph.nodes.iter().map(sized).collect();
    let wide = |cell: usize| boxes.get(cell).map_or(8, |placed: &Placed| placed.width);
    let x = across(graph, &rows, &wide);
    let mut top = vec![0; rows.order.len()];
    let mut next = MARGIN;
    let mut bottom = top.clone();
    for (at, row) in rows.order.iter().enumerate() {
        let height = row.iter().filter_map(|cell| boxes.get(*cell)).map(|placed| placed.height).max().unwrap_or(0);
        (top[at], bottom[at]) = (next, next + height);
        next += height + GAP.1;
        for cell in row {
            if let Some(placed) = boxes.get_mut(*cell) {
                placed.x = x[*cell];
                placed.y = top[at] + (height - placed.height) / 2;
            }
        }
    }
    let right = boxes.iter().map(|placed| placed.x + placed.width / 2).chain(x.iter().copied()).max().unwrap_or(0);
    let lines = paths(graph, &rows, &x, &boxes, &top, &bottom);
    Layout { width: right + MARGIN, height: next - GAP.1 + MARGIN, boxes, lines }
}

fn sized(node: &Node) -> Placed {
    let (label, notes) = match node.shape {
        Shape::Start => (vec![node.label.clone()], Vec::new()),
        Shape::Move => (
            text::lines(&node.label, NOTE, WIDEST.0),
            node.notes.iter().flat_map(|note| text::lines(note, NOTE, WIDEST.0)).collect(),
        ),
        _ => (
            text::lines(&node.label, LABEL, WIDEST.1),
            node.notes.iter().flat_map(|note| text::lines(note, NOTE, WIDEST.1)).collect(),
        ),
    };
    let (size, line) = if node.shape == Shape::Move { (NOTE, NOTE_LINE) } else { (LABEL, LABEL_LINE) };
    // Labels are bold: a tenth wider.
    let widest = label.iter().map(|line| text::width(line, size) * 11 / 10);
    let widest = widest.chain(notes.iter().map(|line| text::width(line, NOTE))).max().unwrap_or(0);
    let height = count(label.len()) * line + count(notes.len()) * NOTE_LINE + 2 * PAD.1;
    Placed { x: 0, y: 0, width: widest + 2 * PAD.0, height, label, notes }
}

/// The middle of each cell: near the cells it is linked with, in the order of its row, without overlap.
fn across(graph: &Graph, rows: &Rows, wide: &dyn Fn(usize) -> i64) -> Vec<i64> {
    let mut x = vec![0; rows.cells];
    for row in &rows.order {
        let mut next = 0;
        for cell in row {
            x[*cell] = next + wide(*cell) / 2;
            next += wide(*cell) + GAP.0;
        }
        row.iter().for_each(|cell| x[*cell] -= next / 2);
    }
    for round in 0..ROUNDS {
        let from_above = round % 2 == 0;
        let depth = rows.order.len();
        for step in 0..depth {
            let at = if from_above { step } else { depth - 1 - step };
            // The last rounds look both ways, so that nothing hangs on one side alone.
            let both = round + 6 > ROUNDS;
            let row = &rows.order[at];
            let wished: Vec<i64> = row.iter().map(|cell| wish(rows, &x, *cell, from_above, both)).collect();
            let apart: Vec<i64> =
                row.windows(2).map(|pair| i64::midpoint(wide(pair[0]), wide(pair[1])) + GAP.0).collect();
            let weights: Vec<i64> = row.iter().map(|cell| weight(rows, graph, *cell)).collect();
            for (cell, place) in row.iter().zip(spread(&wished, &apart, &weights)) {
                x[*cell] = place;
            }
        }
    }
    let left = (0..rows.cells).map(|cell| x[cell] - wide(cell) / 2).min().unwrap_or(0);
    x.iter_mut().for_each(|x| *x += MARGIN - left);
    x
}

/// Where a cell would like to stand.
fn wish(rows: &Rows, x: &[i64], cell: usize, from_above: bool, both: bool) -> i64 {
    let mut at: Vec<i64> = rows.neighbours(cell, from_above).map(|other| x[other]).collect();
    if both || at.is_empty() {
        at.extend(rows.neighbours(cell, !from_above).map(|other| x[other]));
    }
    at.sort_unstable();
    match at.len() {
        0 => x[cell],
        even if even % 2 == 0 => i64::midpoint(at[even / 2 - 1], at[even / 2]),
        odd => at[odd / 2],
    }
}

/// How much a cell insists: lines that pass are to be straight, above all.
fn weight(rows: &Rows, graph: &Graph, cell: usize) -> i64 {
    let passes = |cell: usize| cell >= graph.nodes.len();
    match passes(cell) {
        false => 1,
        true if rows.neighbours(cell, true).chain(rows.neighbours(cell, false)).all(passes) => 8,
        true => 4,
    }
}

/// The places nearest to those wished for, in order and at least so far apart: neighbours that are too close form a block
/// that stands where its members wish on average, by their weight (pool adjacent violators).
fn spread(wished: &[i64], apart: &[i64], weights: &[i64]) -> Vec<i64> {
    let mut offset = 0;
    let mut offsets = Vec::with_capacity(wished.len());
    for at in 0..wished.len() {
        offset += if at == 0 { 0 } else { apart[at - 1] };
        offsets.push(offset);
    }
    // Sum of the wishes, sum of the weights, members.
    let mut blocks: Vec<(i64, i64, usize)> = Vec::new();
    for ((wish, offset), weight) in wished.iter().zip(&offsets).zip(weights) {
        let (mut sum, mut weight, mut members) = ((wish - offset) * weight, *weight, 1);
        while let Some((before, heavy, many)) =
            blocks.last().copied().filter(|(before, heavy, _)| before * weight > sum * heavy)
        {
            (sum, weight, members) = (sum + before, weight + heavy, members + many);
            blocks.pop();
        }
        blocks.push((sum, weight, members));
    }
    let bases = blocks.iter().flat_map(|(sum, weight, members)| std::iter::repeat_n(sum / weight, *members));
    bases.zip(&offsets).map(|(base, offset)| base + offset).collect()
}

fn paths(graph: &Graph, rows: &Rows, x: &[i64], boxes: &[Placed], top: &[i64], bottom: &[i64]) -> Vec<Path> {
    let mut row_of = vec![0; rows.cells];
    for (at, row) in rows.order.iter().enumerate() {
        row.iter().for_each(|cell| row_of[*cell] = at);
    }
    let mut points: Vec<Vec<(i64, i64)>> = vec![Vec::new(); graph.lines.len()];
    for link in &rows.links {
        let (upper, lower) = (link.upper, link.lower);
        let leave = boxes.get(upper).map_or(bottom[row_of[upper]], |placed| placed.y + placed.height);
        let reach = boxes.get(lower).map_or(top[row_of[lower]], |placed| placed.y);
        points[link.line].push((port(rows, x, boxes, upper, lower, false), leave));
        points[link.line].push((port(rows, x, boxes, lower, upper, true), reach));
    }
    let path = |(line, mut points): (usize, Vec<(i64, i64)>)| {
        let line = graph.lines[line];
        // A line that goes back was laid from its end.
        if row_of[line.from] > row_of[line.to] {
            points.reverse();
        }
        Path { points, arrow: graph.nodes[line.to].shape != Shape::Move }
    };
    points.into_iter().enumerate().map(path).collect()
}

/// Where on the edge of a box the line to `other` begins: as near to it as the box and its other lines let it.
fn port(rows: &Rows, x: &[i64], boxes: &[Placed], cell: usize, other: usize, above: bool) -> i64 {
    let Some(placed) = boxes.get(cell) else { return x[cell] };
    let mut others: Vec<usize> = rows.neighbours(cell, above).collect();
    others.sort_by_key(|other| (x[*other], *other));
    let many = count(others.len());
    let room = (placed.width / 2 - 12).max(0);
    let apart = PORT.min(if many > 1 { 2 * room / (many - 1) } else { PORT });
    let limit = |at: usize, wish: i64| {
        let (left, right) = (count(at) * apart, (many - 1 - count(at)) * apart);
        wish.clamp(placed.x - room + left, (placed.x + room - right).max(placed.x - room + left))
    };
    let wished: Vec<i64> = others.iter().enumerate().map(|(at, other)| limit(at, x[*other])).collect();
    let places = spread(&wished, &vec![apart; others.len().saturating_sub(1)], &vec![1; others.len()]);
    others.iter().position(|found| *found == other).and_then(|at| places.get(at)).copied().unwrap_or(placed.x)
}
