-- wrk: submits comments, each by another author with other words, and prints how many were acknowledged.
local thread = 0
function setup(t) t:set("id", thread); thread = thread + 1 end
function init() count = 0; taken = 0; math.randomseed(id + 1)
  words = {"мост","река","вопрос","дорога","город","школа","вечер","поезд","музей","зима","лес","автобус","рынок","театр"} end
function request()
  count = count + 1
  local text = {}
  for i = 1, 12 do text[i] = words[math.random(#words)] end
  local body = string.format('{"text":"%s %d %d","author":{"name":"r%d n%d"}}', table.concat(text, " "), id, count, id, count)
  return wrk.format("POST", "/v1/articles/load/comments", {["Content-Type"]="application/json"}, body)
end
function response(status) if status == 201 or status == 202 then taken = taken + 1 end end
local threads = {}
local old = setup
function setup(t) old(t); table.insert(threads, t) end
function done(summary, latency)
  local sum = 0
  for _, t in ipairs(threads) do sum = sum + t:get("taken") end
  io.write(string.format("acknowledged %d; p50 %.2f ms, p99 %.2f ms\n", sum, latency:percentile(50)/1000, latency:percentile(99)/1000))
end
