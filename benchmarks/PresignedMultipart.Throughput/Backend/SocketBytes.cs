using System.Diagnostics.Tracing;

namespace PresignedMultipart.Throughput.Backend;

/// <summary>
/// The bytes of all sockets of this process, received and sent, by the runtime's own counters: nothing stands between Kestrel and its
/// connections, and the calls to the storage are counted too.
/// </summary>
internal sealed class SocketBytes : EventListener
{
    // The counters cannot be asked: they report at an interval.
    private const string IntervalInSeconds = "0.1";

    private readonly Dictionary<string, Counter> _counters = new() { ["bytes-received"] = new(), ["bytes-sent"] = new() };

    /// <summary>Waits until both counters have reported anew.</summary>
    public long Read()
    {
        lock (_counters)
        {
            // A report may have been under way when this began; the second is later for certain.
            Dictionary<string, int> due = _counters.ToDictionary(counter => counter.Key, counter => counter.Value.Reports + 2);
            while (due.Any(counter => _counters[counter.Key].Reports < counter.Value))
            {
                Monitor.Wait(_counters);
            }

            return _counters.Values.Sum(counter => counter.Bytes);
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Net.Sockets")
        {
            EnableEvents(eventSource, EventLevel.LogAlways, EventKeywords.None, new Dictionary<string, string?> { ["EventCounterIntervalSec"] = IntervalInSeconds });
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName == "EventCounters"
            && eventData.Payload?[0] is IDictionary<string, object?> report
            && _counters.TryGetValue((string)report["Name"]!, out Counter? counter))
        {
            lock (_counters)
            {
                counter.Bytes = (long)(double)report["Mean"]!;
                counter.Reports++;
                Monitor.PulseAll(_counters);
            }
        }
    }

    private sealed class Counter
    {
        public long Bytes { get; set; }

        public int Reports { get; set; }
    }
}
