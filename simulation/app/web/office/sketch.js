// What the picture of an office is drawn with: rooms, desks, letters, signs.

import {t} from "../core/text.js";

// What is written and drawn, and what it stands on: tests/app/test_colours.py holds each of the first against all of the second.
const INK = "#1f2933", QUIET = "#56606b", ALARM = "#a63d00", THREAD = "#8a3d7c", GOOD = "#00664b", MANAGER = "#4a3b6b";
const WALL = "#707c87", USER = "#5b6470", GLOW = "#00875f", WOOD = "#6b5a45";
const PAPER = "#ffffff", GROUND = {floor: "#eef1f4", front: "#e2e8ed", rest: "#eaf5ef", no_rest: "#e7eaed", meeting: "#f4f0f7", manager: "#fdf6e3", street: "#dfe5ea", outside: "#edf1f5"};
const COUNTER = "#c7b89f", DESK = "#d8dee4", GONE = "#d5dbe0";

class Sketch {
  face(size, weight = 400) { return `${weight} ${size}px system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif`; }

  // --- the rooms ---

  rooms(c) {
    const {plan} = this, {width, height, street, rest, meeting, office} = plan;
    c.fillStyle = GROUND.floor;
    c.fillRect(0, 0, width, height);
    c.fillStyle = GROUND.front;
    c.fillRect(0, 0, width, plan.public.h);
    for (const room of plan.work) this.room(c, room, PAPER);
    this.room(c, rest, GROUND[rest.exists ? "rest" : "no_rest"], t(rest.exists ? "office.place.rest" : "office.place.no_rest"), !rest.exists);
    this.room(c, meeting, GROUND.meeting, t("office.place.meeting"));
    this.room(c, office, GROUND.manager, t("office.place.manager"));
    c.fillStyle = GROUND.street;
    c.fillRect(street.x, street.y, street.w, street.h);
    if (plan.outside.length) this.room(c, plan.home, GROUND.outside, t("office.place.home"));
    this.room(c, plan.away, GROUND.outside, t("office.place.away"), true);
    c.fillStyle = WOOD;
    for (const front of plan.fronts) c.fillRect(front.x, front.y - 3, front.w, 6);
    for (let seat = 0; seat < plan.x.length; seat++) if (this.posts.open[seat] && plan.desk[seat]) this.deskOf(c, seat);
  }

  room(c, {x, y, w, h}, colour, title = "", dashed = false) {
    c.fillStyle = colour;
    c.fillRect(x, y, w, h);
    c.strokeStyle = WALL;
    c.lineWidth = 1.5;
    c.setLineDash(dashed ? [5, 4] : []);
    c.strokeRect(x, y, w, h);
    c.setLineDash([]);
    if (!title) return;
    c.fillStyle = QUIET;
    c.font = this.face(this.font, 600);
    c.textAlign = "left";
    c.textBaseline = "top";
    c.fillText(title, x + 5, y + 4, w - 10);
  }

  deskOf(c, seat) {
    const {x, y, r, desk} = this.plan, here = x[seat], there = y[seat] - (desk[seat] === 1 ? r * 1.25 : -r * 0.2);
    if (desk[seat] === 1 && !this.plan.row[seat]) return;
    c.fillStyle = desk[seat] === 1 ? COUNTER : DESK;
    c.fillRect(here - r * 1.5, there - (desk[seat] === 1 ? r * 0.3 : r * 0.9), r * 3, desk[seat] === 1 ? r * 0.5 : r * 1.8);
  }

  label(c, text, x, y, weight = 500, colour = INK) {
    c.font = this.face(this.font, weight);
    c.textBaseline = "top";
    c.lineWidth = 3;
    c.strokeStyle = "rgba(255,255,255,.85)";
    c.lineJoin = "round";
    c.strokeText(text, x, y);
    c.fillStyle = colour;
    c.fillText(text, x, y);
  }

  // How many answers somebody knows; hollow: none.
  badge(c, x, y, text, hollow) {
    const size = this.font - 2;
    c.beginPath();
    c.arc(x, y, size * 0.72, 0, 2 * Math.PI);
    c.fillStyle = hollow ? PAPER : INK;
    c.fill();
    c.lineWidth = 1;
    c.strokeStyle = INK;
    c.stroke();
    c.fillStyle = hollow ? INK : PAPER;
    c.font = this.face(size, 700);
    c.textBaseline = "middle";
    c.fillText(text, x, y + 0.5);
  }

  chevron(c, x, y) {
    c.beginPath();
    c.moveTo(x - 7, y - 9);
    c.lineTo(x + 7, y - 9);
    c.lineTo(x, y);
    c.closePath();
    c.fillStyle = INK;
    c.fill();
  }

  cup(c, x, y) {
    c.fillStyle = WOOD;
    c.fillRect(x, y, 7, 6);
    c.strokeStyle = WOOD;
    c.lineWidth = 1.5;
    c.beginPath();
    c.arc(x + 8, y + 3, 2.4, -1.2, 1.2);
    c.stroke();
  }

  bubble(c, x, y, text, colour, times = 1) {
    const size = this.font * times;
    c.font = this.face(size, 700);
    const w = c.measureText(text).width + size, left = Math.min(Math.max(2, x - w / 2), this.plan.width - w - 2), top = Math.min(Math.max(2, y - size), this.plan.height - size * 1.7 - 2);
    c.fillStyle = PAPER;
    c.strokeStyle = colour;
    c.lineWidth = 2;
    c.beginPath();
    c.roundRect(left, top, w, size * 1.6, 6);
    c.fill();
    c.stroke();
    c.fillStyle = colour === GLOW ? GOOD : colour;
    c.textAlign = "left";
    c.textBaseline = "middle";
    c.fillText(text, left + size / 2, top + size * 0.82);
    c.textAlign = "center";
  }
}

export {Sketch, INK, QUIET, USER, ALARM, THREAD, GLOW, GONE, GOOD, MANAGER, WOOD, PAPER};
