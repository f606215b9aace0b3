-- Sends the lines of a file in turn, and ends with one line of JSON.
local requests, turn = {}, 0

function init(args)
  local headers = { ["Content-Type"] = "application/json" }
  for body in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency, _)
  local e = summary.errors
  local errors = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format(
    '{"us": %d, "requests": %d, "errors": %d, "p50": %d, "p99": %d}\n',
    summary.duration, summary.requests, errors, latency:percentile(50), latency:percentile(99)))
end
