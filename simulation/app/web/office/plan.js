// Where things stand on the floor plan of an office: the counter in front, desks by room behind it, the rooms at the side, the street below.

const IDLE = 1, SERVING = 2, BREAK = 3, HELPING = 4, HELD = 5, ABSENT = 6, TRAINING = 7;
const AT_HOME = 1, IN_MEETING = 2, IN_REST_ROOM = 3, OUTSIDE = 4;
const NAME = 3.9;  // so many letter heights a name is wide
const FLOOR = 0, REST_ROOM = 1, LISTENING = 2, CONDITIONS = 3, AWAY = 4;

// The plan of an office on so many pixels. posts: of a stretch of days; values: its parameters; channels: their names; font: the height of letters.
function planned(posts, values, channels, width, height, font) {
  const seats = posts.open.length, outdoors = (seat) => posts.remote[seat] || posts.alone[seat], counter = channels.indexOf("counter");
  const inside = [], outside = [];
  for (let seat = 0; seat < seats; seat++) (outdoors(seat) ? outside : inside).push(seat);
  const share = Math.min(0.5, 0.19 + 0.5 * outside.length / Math.max(1, seats)), gap = 8;
  const street = {x: 0, y: height * (1 - share), w: width, h: height * share}, public_ = {x: 0, y: 0, w: width, h: height * 0.17};
  const top = public_.y + public_.h, body = street.y - top, side = Math.max(120, width * 0.31), left = width - side - gap;
  const rooms = Math.max(1, ...inside.map((seat) => posts.room[seat] + 1)), work = Array.from({length: rooms}, (_, room) => ({x: left / rooms * room + 4, y: top, w: left / rooms - 8, h: body - 4}));
  const made = {width, height, font, street, public: public_, work, x: new Float64Array(seats), y: new Float64Array(seats), desk: new Uint8Array(seats), row: new Uint8Array(seats), fronts: [], aisles: [], counterY: top, outside};
  if (inside.length) {
    made.rest = {x: left + gap, y: top + 6, w: side - 4, h: body * 0.5};
    made.meeting = {x: left + gap, y: top + body * 0.52 + 3, w: side - 4, h: body * 0.19};
    made.office = {x: left + gap, y: top + body * 0.74, w: side - 4, h: body * 0.26 - 4};
  } else {  // nobody has a desk here: the rooms take the place of the desks
    work.length = 0;
    [made.rest, made.meeting, made.office] = [[0, 0.4], [0.4, 0.26], [0.66, 0.34]].map(([from, wide]) => ({x: width * from + 4, y: top + 4, w: width * wide - 8, h: body - 10}));
  }
  made.rest.exists = values["rest_room.exists"];
  const sizes = work.map((room, number) => desks(made, room, inside.filter((seat) => posts.room[seat] === number), posts, counter));
  const part = outside.length ? 0.56 : 0;
  made.home = {x: street.x + 4, y: street.y + 4, w: street.w * part - 8, h: street.h - 8};
  made.away = {x: street.x + street.w * part + 4, y: street.y + 4, w: street.w * (1 - part) - 8, h: street.h - 8};
  made.door = {x: 14, y: top - 12};
  made.homes = spots(made.home, outside.length);
  made.rests = spots(made.rest, Math.min(inside.length, values["rest_room.seats"]));
  made.meetings = spots(made.meeting, Math.max(4, inside.length));
  const above = part > 0 || width < 500, titled = above ? 0 : Math.min(290, made.away.w * 0.4);
  made.aways = spots({...made.away, x: made.away.x + titled, w: made.away.w - titled}, Math.max(6, Math.ceil(seats / 2)), above ? 22 : 4);
  made.order = new Map([...inside.map((seat, i) => [seat, i]), ...outside.map((seat, i) => [seat, i])]);
  made.r = Math.max(5.5, Math.min(24, height / 21, ...sizes.filter(Boolean).map((cell) => cell * 0.3), outside.length ? homeSize(made) : 24));
  return made;
}

const homeSize = ({home, outside}) => Math.sqrt(home.w * (home.h - 14) / outside.length) * 0.28;

// Put the seats of a room: those at the counter in front, the others in rows as they stand in the model; give the size of the smallest cell.
function desks(made, room, seats, posts, counter) {
  const front = seats.filter((seat) => posts.channel[seat] === counter), behind = seats.filter((seat) => posts.channel[seat] !== counter);
  const rows = front.length ? Math.ceil(front.length * NAME * made.font / room.w) : 0, each = Math.ceil(front.length / Math.max(1, rows)), deep = Math.min(room.h / (rows + 2), Math.max(62, Math.min(100, room.w / each)));
  front.forEach((seat, i) => {
    const row = Math.floor(i / each), here = Math.min(each, front.length - row * each);
    made.x[seat] = room.x + room.w * (i % each + 0.5) / here;
    made.y[seat] = room.y + deep * (row + 0.5);
    made.row[seat] = row;
    made.desk[seat] = 1;
  });
  if (front.length) made.fronts.push({x: room.x, y: room.y, w: room.w});
  const rest = {x: room.x, y: room.y + (front.length ? deep * rows + 8 : 4), w: room.w, h: room.h - (front.length ? deep * rows + 8 : 4)};
  const columns = best(behind.length, rest.w, rest.h, made.font), lines = Math.ceil(behind.length / columns);
  const aisle = Math.round(columns / 2) / columns;
  made.aisles.push(behind.length && aisle < 1 ? [rest.x + rest.w * aisle, rest.y + rest.h * 0.45 / lines] : [room.x + room.w * 0.5, room.y + room.h * (front.length ? 0.75 : 0.9)]);
  behind.forEach((seat, i) => {
    made.x[seat] = rest.x + rest.w * (i % columns + 0.5) / columns;
    made.y[seat] = rest.y + rest.h * (Math.floor(i / columns) + 0.45) / lines;
    made.desk[seat] = 2;
  });
  const cells = [...(front.length ? [room.w / each, deep] : []), ...(behind.length ? [rest.w / columns, rest.h / lines] : [])];
  return cells.length ? Math.min(...cells) : 0;
}

// How many columns make the largest cells; those that are narrower than a name in such letters count for less.
function best(count, w, h, font = 0) {
  let columns = 1, size = 0;
  for (let one = 1; one <= Math.max(1, count); one++) {
    const cell = Math.min(w / one, 0.68 * h / Math.ceil(count / one)) * Math.min(1, w / one / (NAME * font));  // below each stands a name
    if (cell > size) [columns, size] = [one, cell];
  }
  return columns;
}

// So many places in a room, below its title.
function spots({x: left, y, w: wide, h}, count, top = 22) {
  const x = left + 10, w = wide - 20, columns = best(count, w, h - top), lines = Math.max(1, Math.ceil(count / columns));
  return Array.from({length: Math.max(1, count)}, (_, i) => [x + w * (i % columns + 0.5) / columns, y + top + (h - top) * (Math.floor(i / columns) + 0.42) / lines]);
}

// Where somebody is, by what the trail says of them. Gives [x, y], or null for someone who is not to be seen.
function placeOf(plan, seat, status, place, calm, sofa = seat) {
  if (status === ABSENT || status === TRAINING) return plan.aways[calm % plan.aways.length];
  if (status === 0) return null;
  const i = plan.order.get(seat);
  if (place === AT_HOME) return plan.homes[i] ?? plan.homes[0];
  if (place === IN_MEETING) return plan.meetings[i % plan.meetings.length];
  if (place === IN_REST_ROOM) return plan.rests[sofa % plan.rests.length];
  if (place === OUTSIDE) return plan.aways[(plan.aways.length - 1 - i % plan.aways.length)];
  return [plan.x[seat], plan.y[seat]];
}

// Where the manager is: [x, y], or null when away.
function managerAt(plan, where, room) {
  const {office, rest, aisles, font, r} = plan;
  if (where === FLOOR) return aisles[Math.max(0, room) % aisles.length] ?? [rest.x + rest.w * 0.5, rest.y + rest.h * 0.5];
  if (where === REST_ROOM) return [rest.x + rest.w - 16, rest.y + 22];
  if (where === AWAY) return null;
  return [office.x + office.w * (where === LISTENING ? 0.35 : 0.5), Math.min(office.y + office.h * 0.6, Math.max(office.y + r, office.y + office.h - r * 0.8 - font - 6))];  // its name stands beneath
}

export {planned, placeOf, managerAt, IDLE, SERVING, BREAK, HELPING, HELD, ABSENT, TRAINING, IN_REST_ROOM, LISTENING, CONDITIONS};
