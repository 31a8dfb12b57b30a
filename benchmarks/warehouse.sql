-- The figures of a month by hand, in DuckDB's own tongue, for the rules in force since Decree 61/2018 only: a supplement
-- restarts the limit, one extension a day ahead, payment stops nothing. `days`, `dues`, `readings` and `terms` are the
-- calendar and the limits as whoever writes such a query would prepare them.
with dossier as (
  select d.*, t.clock, t.counting, t.found, t.adds, t.in_working_time, t.in_hours,
    list_filter(events, e -> e.kind = 3)[1].at as received_at
  from dossiers d left join terms t using (procedure, version, regime, calendar)
), with_end as (
  select *, list_filter(list_transform(list_filter(events, e -> e.kind >= 7), e -> e.at),
    ended -> ended >= received_at and ended < {ends})[1] as ended_at
  from dossier where received_at < {ends}
), handled as (
  select * exclude (events), coalesce(ended_at, {ends} - 1) as until,
    list_filter(events, e -> e.kind in (1, 2, 6) and e.at >= received_at
      and e.at <= coalesce(ended_at, {ends} - 1) and (e.at > received_at or e.kind = 6)) as moves
  from with_end where ended_at is null or ended_at >= {starts}
), received as (
  select h.*, d.read + least(greatest(received_at - opens_0, 0), closes_0 - opens_0)
      + least(greatest(received_at - opens_1, 0), closes_1 - opens_1) as read_received,
    case when received_at <= closes_0 then greatest(received_at, opens_0)
      when received_at <= closes_1 then greatest(received_at, opens_1) else next_opens end as start
  from handled h left join days d on d.clock = h.clock and d.day = received_at - (received_at + {offset}) % {one_day}
), due as not materialized (
  select r.* exclude (start),
    case found when 0 then u.due when 2 then start + adds
      else read_received + adds + case when read_received + adds <= w.until then shift else then_shift end end as first_due
  from received r
  left join dues u on u.clock = r.clock and u.counting = r.counting and u.day = start - (start + {offset}) % {one_day}
  left join readings w on w.clock = r.clock
    and w.reading = case when found = 1 then (read_received + adds - 1) - (read_received + adds - 1) % {grain} end
), move as (
  select dossier, clock, counting, found, adds, in_working_time, first_due, received_at, read_received, until,
    unnest(moves) as event, generate_subscripts(moves, 1) as place
  from due where len(moves) > 0
), state as (
  select * exclude (event), event.at as happened_at, event.kind as kind, event.due as promise,
    coalesce(max(case event.kind when 1 then place * 2 + 1 when 2 then place * 2 end)
      over (partition by dossier order by place rows between unbounded preceding and 1 preceding) % 2 = 1, false) as waiting
  from move
), step as (
  select s.*, kind = 1 and not waiting as waits, kind = 2 and waiting as resumes,
    case when in_working_time then d.read + least(greatest(happened_at - opens_0, 0), closes_0 - opens_0)
      + least(greatest(happened_at - opens_1, 0), closes_1 - opens_1) else happened_at end as read_at,
    case when kind = 2 and waiting then case when happened_at <= closes_0 then greatest(happened_at, opens_0)
      when happened_at <= closes_1 then greatest(happened_at, opens_1) else next_opens end end as start
  from state s left join days d on d.clock = s.clock and d.day = happened_at - (happened_at + {offset}) % {one_day}
), begun as (
  select s.*,
    case when resumes then case found when 0 then u.due when 2 then start + adds
      else read_at + adds + case when read_at + adds <= w.until then shift else then_shift end end end as begun_due
  from step s
  left join dues u on u.clock = s.clock and u.counting = s.counting and u.day = start - (start + {offset}) % {one_day}
  left join readings w on w.clock = s.clock
    and w.reading = case when resumes and found = 1 then (read_at + adds - 1) - (read_at + adds - 1) % {grain} end
), leg as (
  select *,
    coalesce(max(begun_due) over so_far, first_due) as leg_due,
    max(case when waits then happened_at end) over so_far as waits_since,
    max(case when waits then read_at end) over so_far as read_waits
  from begun
  window so_far as (partition by dossier order by place rows between unbounded preceding and current row)
), extended as (
  select *, min(case when kind = 6 and not waiting and promise > leg_due
      and happened_at - (happened_at + {offset}) % {one_day} + {one_day} <= leg_due - (leg_due + {offset}) % {one_day}
    then place end) over (partition by dossier) as taken
  from leg
), promised as (
  select *, max(case when place = taken then promise end) over whole as promised,
    max(case when place = taken then read_at end) over whole as promised_read
  from extended window whole as (partition by dossier)
), moved as (
  select dossier, any_value(clock) as clock, any_value(in_working_time) as in_working_time,
    bool_or(waits and happened_at > case when place > taken then greatest(leg_due, promised) else leg_due end) as late_before,
    case when arg_max(kind = 1 or (waiting and kind <> 2), place) then max(waits_since) end as waits_since,
    greatest(arg_max(leg_due, place), any_value(promised)) as legal_due,
    coalesce(any_value(promised), any_value(first_due)) as promised_due,
    sum(case when resumes then read_at - read_waits else 0 end)::bigint as waited,
    sum(case when resumes then greatest(read_at - greatest(read_waits, coalesce(promised_read, read_received)), 0)
      else 0 end)::bigint as waited_since,
    count(*) filter (kind = 1) as asked
  from promised group by dossier
), index_due as (
  select m.*, d.read + least(greatest(promised_due - opens_0, 0), closes_0 - opens_0)
      + least(greatest(promised_due - opens_1, 0), closes_1 - opens_1) + waited_since as read_due
  from moved m left join days d on d.clock = m.clock
    and d.day = case when in_working_time and waited_since > 0 then promised_due - (promised_due + {offset}) % {one_day} end
), settled as (
  select m.*, case when waited_since = 0 then promised_due when not in_working_time then promised_due + waited_since
      else read_due + case when read_due <= w.until then shift else then_shift end end as index_due
  from index_due m left join readings w on w.clock = m.clock and w.reading = (read_due - 1) - (read_due - 1) % {grain}
), clock as (
  select d.*, coalesce(s.legal_due, d.first_due) as legal_due, coalesce(s.index_due, d.first_due) as index_due,
    coalesce(s.late_before, false) as late_before, coalesce(s.waits_since, d.until) as measured_to,
    coalesce(s.asked, 0) as asked, coalesce(s.waited, 0) as waited
  from due d left join settled s using (dossier)
), measured as (
  select c.*, measured_to > legal_due or late_before as late,
    case when in_hours then measured_to < legal_due
      else measured_to - (measured_to + {offset}) % {one_day} < legal_due - (legal_due + {offset}) % {one_day} end as sooner,
    measured_to <= index_due and asked <= 1 as on_time,
    d.read + least(greatest(measured_to - opens_0, 0), closes_0 - opens_0)
      + least(greatest(measured_to - opens_1, 0), closes_1 - opens_1) - read_received - waited as used,
    ended_at is not null as ended, received_at >= {starts} as came
  from clock c left join days d on d.clock = c.clock
    and d.day = case when in_working_time then measured_to - (measured_to + {offset}) % {one_day} end
), by_procedure as (
  select unit, procedure,
    count(*) as handled,
    count(*) filter (came) as received,
    count(*) filter (came and channel = 'online') as received_online,
    count(*) filter (came and channel = 'online' and (result_electronic or not (ended and result_required))) as received_online_whole,
    count(*) filter (came and channel <> 'online') as received_otherwise,
    count(*) filter (not came) as carried_over,
    count(*) filter (ended) as ended,
    count(*) filter (ended and sooner and not late) as ended_early,
    count(*) filter (ended and not sooner and not late) as ended_on_time,
    count(*) filter (ended and late) as ended_late,
    count(*) filter (not ended) as open,
    count(*) filter (not ended and not late) as open_in_time,
    count(*) filter (not ended and late) as open_late,
    count(*) filter (on_time) as on_time,
    count(*) filter (came and synced) as synced,
    count(*) filter (came and fee > 0) as with_fee,
    count(*) filter (came and fee > 0 and paid_online) as paid_online,
    count(*) filter (ended and result_required) as results,
    count(*) filter (ended and result_required and result_electronic) as results_electronic,
    sum(components) filter (came) as components,
    sum(components_digitised) filter (came) as components_digitised,
    count(*) filter (came and reused) as reused,
    count(*) filter (came and population_data) as population_data,
    count(*) filter (disliked) as disliked,
    count(*) filter (ended and in_working_time) as timed,
    sum(used) filter (ended and in_working_time) as timed_microseconds,
    bool_or(came and channel = 'online') as came_online,
    bool_or(came and fee > 0 and paid_online) as came_paid
  from measured group by unit, procedure
)
select unit, {sums},
  count(*) filter (came_online and takes_online) as used_online, count(*) filter (came_paid and payable) as payable_used
from by_procedure left join (select * from offers where month = '{month}') using (procedure) group by unit
