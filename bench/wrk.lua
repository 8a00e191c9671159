-- Sends prepared requests in turn, from the one that WRK_FIRST counts to. They lie in the file that WRK_REQUESTS names,
-- each ended by a NUL.
local file = assert(io.open(os.getenv("WRK_REQUESTS"), "rb"))
local requests = {}
for text in file:read("*a"):gmatch("([^%z]+)%z") do requests[#requests + 1] = text end
file:close()

local sent = tonumber(os.getenv("WRK_FIRST"))

function request()
  sent = sent + 1
  return requests[(sent - 1) % #requests + 1]
end

-- Latencies and the duration are in microseconds; os.clock is the processor time of the whole process.
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  local form = 'figures {"requests":%d,"duration":%d,"p50":%d,"p99":%d,"refused":%d,"failed":%d,"cpu":%.2f}\n'
  io.write(string.format(form, summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, failed, os.clock()))
end
