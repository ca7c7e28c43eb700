-- wrk: submits comments, each by another author with other words, and prints how many were acknowledged.
--   wrk -s submit.lua BASE -- PATH moderato|isso
local number = 0
local threads = {}
function setup(thread)
  thread:set("id", number)
  number = number + 1
  table.insert(threads, thread)
end
function init(args)
  path, isIsso = args[1], args[2] == "isso"
  count, taken = 0, 0
  math.randomseed(id + 1)
  words = {"мост","река","вопрос","дорога","город","школа","вечер","поезд","музей","зима","лес","автобус","рынок","театр"}
end
function request()
  count = count + 1
  local text = {}
  for i = 1, 12 do text[i] = words[math.random(#words)] end
  local said = string.format("%s %d %d", table.concat(text, " "), id, count)
  local name = string.format("r%d n%d", id, count)
  local body
  if isIsso then
    body = string.format('{"text":"%s","author":"%s","title":"load"}', said, name)
  else
    body = string.format('{"text":"%s","author":{"name":"%s"}}', said, name)
  end
  return wrk.format("POST", path, {["Content-Type"]="application/json"}, body)
end
function response(status) if status == 201 or status == 202 then taken = taken + 1 end end
function done(summary, latency)
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("taken") end
  io.write(string.format("acknowledged %d; p50 %.2f ms, p99 %.2f ms\n",
    sum, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
