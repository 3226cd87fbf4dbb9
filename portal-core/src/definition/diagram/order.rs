//! Which way is down: the order of the file, from the start to the ends, unless another lets clearly fewer moves go back.

use super::graph::{Graph, Shape};

/// The place of each box in an order from the start to the ends; moves stand just before what they lead to, or just
/// after it when they go back.
pub(super) struct Order {
    rank: Vec<usize>,
}

impl Order {
    pub fn of(graph: &Graph) -> Self {
        let is_status = |at: &usize| !matches!(graph.nodes[*at].shape, Shape::Move);
        let mut order: Vec<usize> = (0..graph.nodes.len()).filter(is_status).collect();
        // What stands for all open statuses leads to ends alone, most often: first.
        order.sort_by_key(|at| match graph.nodes[*at].shape {
            Shape::Start => 0,
            Shape::AnyOpen => 1,
            Shape::Status | Shape::Move => 2,
            Shape::End => 3,
        });
        let pairs = pairs(graph);
        settle(&mut order, &pairs);
        let mut rank = vec![0; graph.nodes.len()];
        for (place, at) in order.iter().enumerate() {
            rank[*at] = place;
        }
        Self { rank }
    }

    /// Whether a move from one status to another goes back.
    pub fn goes_back(&self, from: usize, to: usize) -> bool {
        self.rank[to] < self.rank[from]
    }
}

/// From which status to which, once for each move.
fn pairs(graph: &Graph) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        match node.shape {
            Shape::Start => pairs.extend(graph.after(at).map(|to| (at, to))),
            Shape::Move => {
                pairs.extend(graph.before(at).flat_map(|from| graph.after(at).map(move |to| (from, to))));
            }
            _ => {}
        }
    }
    pairs
}

/// The most statuses that are put in another order than the file's: each is tried at each place.
const MOST: usize = 60;
/// So many moves fewer must go back for a status to leave its place in the file: a person chose that place.
const WORTH_IT: usize = 2;

/// Moves each status to where the fewest moves go back, while that is worth it.
fn settle(order: &mut Vec<usize>, pairs: &[(usize, usize)]) {
    if order.len() > MOST {
        return;
    }
    let back = |order: &[usize]| {
        let place = |at: usize| order.iter().position(|other| *other == at);
        pairs.iter().filter(|(from, to)| place(*to) < place(*from)).count()
    };
    for _ in 0..order.len() {
        let now = back(order);
        let others = (1..order.len()).flat_map(|from| {
            let order = &*order;
            (1..order.len()).map(move |to| {
                let mut other = order.clone();
                let moved = other.remove(from);
                other.insert(to, moved);
                other
            })
        });
        let Some((fewest, other)) = others.map(|other| (back(&other), other)).min_by_key(|(count, _)| *count) else {
            return;
        };
        if fewest + WORTH_IT > now {
            return;
        }
        *order = other;
    }
}
