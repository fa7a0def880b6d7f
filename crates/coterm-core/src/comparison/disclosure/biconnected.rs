//! Biconnected components of a graph: sets of edges that stay connected when any one node is
//! removed.

/// Returns the edges of each biconnected component, as positions in `edges`; a bridge is a
/// component of its own. There may be at most one edge between two nodes, and none from a node
/// to itself. O(n + m) (Hopcroft and Tarjan, 1973), without recursion.
pub(super) fn components(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut neighbours: Vec<Vec<(usize, usize)>> = vec![Vec::new(); nodes];
    for (edge, &(one, other)) in edges.iter().enumerate() {
        neighbours[one].push((other, edge));
        neighbours[other].push((one, edge));
    }
    // When the search met each node, counted from 1, and the earliest node that can be reached
    // from below it.
    let (mut met, mut low) = (vec![0; nodes], vec![0; nodes]);
    let mut clock = 0;
    let mut found = Vec::new();
    for start in 0..nodes {
        if met[start] != 0 {
            continue;
        }
        clock += 1;
        (met[start], low[start]) = (clock, clock);
        let mut open: Vec<usize> = Vec::new();
        // A node, the edge that led to it, and the number of its edges that were followed.
        let mut path = vec![(start, usize::MAX, 0)];
        while let Some((node, by, followed)) = path.pop() {
            if let Some(&(next, edge)) = neighbours[node].get(followed) {
                path.push((node, by, followed + 1));
                if edge == by {
                    continue;
                }
                if met[next] == 0 {
                    clock += 1;
                    (met[next], low[next]) = (clock, clock);
                    open.push(edge);
                    path.push((next, edge, 0));
                } else if met[next] < met[node] {
                    open.push(edge);
                    low[node] = low[node].min(met[next]);
                }
            } else if let Some(&(above, _, _)) = path.last() {
                low[above] = low[above].min(low[node]);
                if low[node] >= met[above] {
                    let begin = open.iter().rposition(|&edge| edge == by).unwrap_or(0);
                    found.push(open.split_off(begin));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_that_meet_in_a_node_and_a_bridge_are_three() {
        let edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2), (4, 5)];
        let mut found = components(6, &edges);
        for component in &mut found {
            component.sort_unstable();
        }
        found.sort();
        assert_eq!(found, [vec![0, 1, 2], vec![3, 4, 5], vec![6]]);
    }
}
