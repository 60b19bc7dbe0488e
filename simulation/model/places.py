"""Places on Mesa's discrete space: desks with a plan, the rest room, home, outside; and who is within earshot of whom."""

import math
import random

import networkx
from mesa.discrete_space import Network

REST_ROOM, MEETING, HOME, OUTSIDE, FLOOR, OFFICE = "rest_room", "meeting", "home", "outside", "floor", "office"


def desk_plan(seats, present, columns, spacing, rooms):
    """Lay out desks in rows: give for each seat (x, y, room) in metres; rooms take consecutive seats of those
    `present` now; seats still to come stand in the last room."""
    plan = []
    for seat in range(seats):
        room = min(rooms - 1, seat * rooms // present)
        first = -(-room * present // rooms)  # first seat of that room
        place = seat - first
        plan.append((place % columns * spacing, place // columns * spacing, room))
    return plan


def within_earshot(plan, radius, deaf):
    """Give for each seat the tuple of seats within `radius` metres in the same room; seats in `deaf` (remote, outdoors) hear nobody."""
    neighbours = [[] for _ in plan]
    rooms = {}
    for seat, (_, _, room) in enumerate(plan):
        if seat not in deaf:
            rooms.setdefault(room, []).append(seat)
    for seats in rooms.values():
        buckets = {}
        for s in seats:
            buckets.setdefault((int(plan[s][0] // (radius or 1)), int(plan[s][1] // (radius or 1))), []).append(s)
        for (bx, by), members in buckets.items():
            near = [s for dx in (-1, 0, 1) for dy in (-1, 0, 1) for s in buckets.get((bx + dx, by + dy), ())]
            for a in members:
                for b in near:
                    dx, dy = plan[a][0] - plan[b][0], plan[a][1] - plan[b][1]
                    if a != b and dx * dx + dy * dy <= radius * radius:
                        neighbours[a].append(b)
    return [tuple(sorted(n)) for n in neighbours]


class Places:
    """The office as a Mesa `Network`: a cell for each desk, joined to those within earshot, and a cell for each common place."""

    def __init__(self, seats, present, params, deaf):
        self.plan = desk_plan(seats, present, params.desks_columns, params.desks_spacing_m, params.desks_rooms)
        self.neighbours = within_earshot(self.plan, params.desks_earshot_m, deaf)
        graph = networkx.Graph()
        graph.add_nodes_from(range(seats))
        graph.add_edges_from((a, b) for a, near in enumerate(self.neighbours) for b in near if a < b)
        self.common = {name: seats + i for i, name in enumerate((REST_ROOM, MEETING, HOME, OUTSIDE, FLOOR, OFFICE))}
        graph.add_nodes_from(self.common.values())
        # all draws of the model are keyed; the space asks for a generator that is never used
        self.network = Network(graph, random=random.Random(0))
        cells = {cell.coordinate: cell for cell in self.network.all_cells}
        self.desks = [cells[seat] for seat in range(seats)]
        self.cells = {name: cells[node] for name, node in self.common.items()}

    def metres_to_counter(self, seat):
        """Give the distance in metres from a desk to the counter, which stands at the origin of the plan of its room."""
        x, y, _ = self.plan[seat]
        return math.sqrt(x * x + y * y)
