using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>Looks every few milliseconds whether anything still moves, and lets the virtual clock jump when nothing does.</summary>
internal sealed class Pump(VirtualTime time, S3TestServer server, ServerFaults faults, FaultySigner signer, Func<int> requests) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(21);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // So many looks in a row without a change. A long wait is a stall's or an abort's time limit, which a slow processor must not spend.
    private const int Quiet = 3;
    private const int VeryQuiet = 15;

    // Something is at work, but does not get on: a connection that is given up without the other side noticing.
    private const int Stuck = 2_500;

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = RunAsync();

    /// <summary>Waits, in real time, for what must come soon; what has not come in the end the promises find out.</summary>
    /// <returns>Whether it came.</returns>
    public static async Task<bool> WaitUntilAsync(Func<bool> condition)
    {
        long began = TimeProvider.System.GetTimestamp();
        await BehindAllThatWaitsAsync();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) >= Patience)
            {
                return false;
            }

            await Task.Delay(Look);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        long seen = -1;
        int looks = 0;
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Look);
            await BehindAllThatWaitsAsync();
            time.RefreshDisplays();
            S3TestRequest[] open = [.. server.Requests.Where(request => !request.IsFinished)];
            long now = time.Activity + server.RequestCount - open.Length + open.Sum(request => request.BytesReceived);
            looks = now == seen ? looks + 1 : 0;
            seen = now;
            if (looks >= (IsAtWork(open) ? Stuck : time.NextWait >= LongWait ? VeryQuiet : Quiet))
            {
                time.JumpToNextWait();
                looks = 0;
            }
        }
    }

    /// <summary>Ends when the thread pool has come to all that was queued before: a continuation that waits for a thread is not quiet.</summary>
    private static Task BehindAllThatWaitsAsync()
    {
        var reached = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(static reached => reached.SetResult(), reached, preferLocal: false);
        return reached.Task;
    }

    /// <summary>Whether anything is on the way that no fault holds up.</summary>
    private bool IsAtWork(S3TestRequest[] open)
    {
        S3TestRequest[] held = [.. open.Where(faults.Holds)];
        int puts = held.Count(request => request.Operation is S3Operation.UploadPart or S3Operation.PutObject);
        return open.Length > held.Length || requests() > puts || signer.Working > held.Length - puts;
    }
}
