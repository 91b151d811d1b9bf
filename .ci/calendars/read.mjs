// A calendar on standard input, read by ical.js and by node-ical. Prints for each reader the events, in the order of their
// beginning: {uid, start, end, clock, summary, location, status, free, sequence}. Instants in UTC; `clock` is the hour on
// the wall of the event's own zone; `free`: whether it leaves the time free.
import ICAL from "ical.js";
import ical from "node-ical";

// Only what the calendar itself says of its zones counts: nothing is registered.
const byIcalJs = (text) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const say = (name) => component.getFirstPropertyValue(name);
    return {
      uid: event.uid,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      clock: event.startDate.hour,
      summary: event.summary,
      location: event.location ?? "",
      status: say("status"),
      free: say("transp") === "TRANSPARENT",
      sequence: event.sequence,
    };
  });

const hour = (at) =>
  Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: at.tz }).format(at));

const byNodeIcal = (text) =>
  Object.values(ical.sync.parseICS(text))
    .filter((each) => each.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      start: event.start.toISOString(),
      end: event.end.toISOString(),
      clock: hour(event.start),
      summary: event.summary,
      location: event.location ?? "",
      status: event.status,
      free: event.transparency === "TRANSPARENT",
      sequence: Number(event.sequence),
    }));

let text = "";
for await (const part of process.stdin.setEncoding("utf8")) text += part;
const sorted = (events) => events.sort((one, other) => one.start.localeCompare(other.start) || one.uid.localeCompare(other.uid));
process.stdout.write(JSON.stringify({ "ical.js": sorted(byIcalJs(text)), "node-ical": sorted(byNodeIcal(text)) }));
