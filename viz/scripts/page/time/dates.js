// Dates, whole or partial (`2023`, `2023-05`, `2023-05-23`): as words, as days, as units of a time axis.

import { language } from "../../common/language.js";

const DAY = 86400000;
/** British English puts the day first, as the other languages do. */
const LOCALES = { en: "en-GB", nl: "nl", es: "es" };

/**
 * The numbers of a date: year, month, day; null if it is not a date.
 * @returns {{ year: number, month: number | null, day: number | null } | null}
 */
export function dateParts(text) {
  const found = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec((text || "").trim());
  if (!found) return null;
  const year = Number(found[1]);
  const [month, day] = found.slice(2).map((part) => (part === undefined ? null : Number(part)));
  const isPossible = year >= 1 && (month === null || (month >= 1 && month <= 12)) && (day === null || (day >= 1 && day <= monthLength(year, month)));
  return isPossible ? { year, month, day } : null;
}

function monthLength(year, month) {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate(); // the calendar repeats after 400 years
}

function isoDate(year, month = 0, day = 0) {
  return [String(year).padStart(4, "0"), ...[month, day].filter(Boolean).map((part) => String(part).padStart(2, "0"))].join("-");
}

/** A date as a reader types it: a year before 1000 needs no zeros. */
export function typedText(date) {
  return (date || "").replace(/^0+(?=\d)/, "");
}

/** What a reader typed as a date: `44-03` → `0044-03`, if the graph has dates before 1000; else a year has four digits. */
export function typedDate(text, earliest) {
  return earliest >= "1000" ? text.trim() : text.trim().replace(/^\d{1,3}(?=$|-)/, (year) => year.padStart(4, "0"));
}

/** `2022-12-07` → `7 December 2022` in the page's language, `0044` → `44`; other text unchanged. */
export function dateWords(text) {
  const parts = dateParts(text);
  if (!parts) return text || "";
  const { year, month, day } = parts;
  if (month === null) return String(year);
  const date = new Date(Date.UTC(2000, month - 1, day ?? 1)).setUTCFullYear(year);
  return new Intl.DateTimeFormat(LOCALES[language()] ?? "en-GB", { day: day === null ? undefined : "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(date);
}

function partsOf(text) {
  const parts = dateParts(text);
  if (!parts) throw new RangeError(`“${text}” is not a date`);
  return parts;
}

/** The first day of a date. */
export function firstDay(text) {
  const { year, month, day } = partsOf(text);
  return isoDate(year, month ?? 1, day ?? 1);
}

export function lastDay(text) {
  const { year, month, day } = partsOf(text);
  return isoDate(year, month ?? 12, day ?? monthLength(year, month ?? 12));
}

function dayNumber(day) {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
}

function dayOf(number) {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** The units of a time axis: the number of a date's unit, and the date of a number. */
const UNITS = {
  day: { most: 1100, numberOf: (day) => dayNumber(day), dateOf: dayOf, perYear: 365.2425 },
  month: {
    most: 75000, perYear: 12, numberOf: (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1,
    dateOf: (number) => isoDate(Math.floor(number / 12), (number % 12) + 1),
  },
  year: { most: Infinity, perYear: 1, numberOf: (day) => Number(day.slice(0, 4)), dateOf: (number) => isoDate(number) },
};

/** A proportional axis from the first to the last of some days; for a single day, over its month; null without days. */
export function timeAxis(days) {
  if (!days.length) return null;
  const [least, most] = days.reduce(([low, high], day) => [day < low ? day : low, day > high ? day : high], [days[0], days[0]]);
  const month = least.slice(0, 7);
  const [low, high] = least === most ? [firstDay(month), lastDay(month)] : [least, most];
  const unit = Object.values(UNITS).find(({ most }) => dayNumber(high) - dayNumber(low) <= most) ?? UNITS.year;
  const first = unit.numberOf(low);
  const count = unit.numberOf(high) - first + 1;
  return { unit, low, high, count, numberOf: (day) => unit.numberOf(day) - first, dateOf: (number) => unit.dateOf(number + first) };
}

/** Dates at round steps along an axis, at most `most`, with their numbers. */
export function axisTicks(axis, most) {
  const years = axis.count / axis.unit.perYear;
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].find((one) => years / one <= most) ?? 5000;
  const months = [1, 2, 3, 6].find((one) => (years * 12) / one <= most);
  const [from, to] = [axis.low, axis.high].map((day) => partsOf(day).year);
  const ticks = [];
  if (months && axis.unit !== UNITS.year) {
    for (let number = 0; number < (Math.ceil(years) + 1) * 12; number += months) ticks.push(isoDate(from + Math.floor(number / 12), (number % 12) + 1));
  } else for (let year = Math.ceil(from / step) * step; year <= to; year += step) if (year > 0) ticks.push(isoDate(year));
  return ticks.filter((date) => firstDay(date) >= axis.low && firstDay(date) <= axis.high).map((date) => ({ date, number: axis.numberOf(firstDay(date)) }));
}
