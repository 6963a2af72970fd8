using System.Collections.Concurrent;
using PresignedMultipart.Chaos.Tests.Scenarios;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>Tells the storage its faults, and knows which of its requests are held up by them.</summary>
internal sealed class ServerFaults(S3TestServer server, VirtualTime time)
{
    private static readonly TimeSpan Hours = TimeSpan.FromHours(2);

    private readonly ConcurrentDictionary<S3FaultRule, Task> _holds = new();

    /// <summary>Whether no request is struck at present.</summary>
    public bool AreOff { get; set; }

    public void Add(ServerFault fault)
    {
        S3FaultBuilder on = server.Faults.On(fault.Operation).When(_ => !AreOff).After(fault.After).Times(fault.Times);
        if (fault.Part is { } part)
        {
            on = on.Part(part);
        }

        switch (fault.Effect)
        {
            case ServerEffect.Answer: WithRetryAfter(on.Answer(fault.Refusal.Status, fault.Refusal.Code), fault.Refusal); break;
            case ServerEffect.AnswerBeforeBody: WithRetryAfter(on.AnswerBeforeBody(fault.Refusal.Status, fault.Refusal.Code), fault.Refusal); break;
            case ServerEffect.AnswerWithText: on.AnswerWithText(fault.Refusal.Status, "<html><body>Bad gateway</body></html>"); break;
            case ServerEffect.ErrorInBody: on.AnswerWithErrorInBody(fault.Refusal.Code); break;
            case ServerEffect.ErrorInBodyAfterEffect: on.AnswerWithErrorInBody(fault.Refusal.Code, applied: true); break;
            case ServerEffect.ResetBeforeBody: on.ResetBeforeBody(); break;
            case ServerEffect.ResetAfterBytes: on.ResetAfterBytes(fault.Bytes); break;
            case ServerEffect.ResetAfterBody: on.ResetAfterBody(); break;
            case ServerEffect.LoseAnswer: on.LoseAnswer(); break;
            case ServerEffect.TruncateAnswer: on.TruncateAnswer(fault.Bytes); break;
            case ServerEffect.StallForGood: Hold(release => on.StallUntil(release, fault.Bytes), null); break;
            case ServerEffect.StallForAWhile: Hold(release => on.StallUntil(release, fault.Bytes), fault.Duration); break;
            case ServerEffect.HoldAnswerForGood: Hold(on.HoldAnswerUntil, null); break;
            case ServerEffect.HoldAnswerForAWhile: Hold(on.HoldAnswerUntil, fault.Duration); break;
            case ServerEffect.Delay: on.DelayBy(fault.Duration); break;
            case ServerEffect.Slow: on.SlowTo(20_000_000); break;
            case ServerEffect.ExpiredUrl: on.ClockAhead(Hours); break;
            case ServerEffect.ClockBehind: on.ClockAhead(-Hours); break;
            case ServerEffect.CorruptByte: on.CorruptByte(fault.Bytes); break;
            case ServerEffect.DropETag: on.DropETag(); break;
            case ServerEffect.WrongETag: on.ReplaceAnswerHeader("ETag", "\"0123456789abcdef0123456789abcdef\""); break;
            case ServerEffect.WrongChecksum:
                on.ReplaceAnswerHeader("x-amz-checksum-crc64nvme", "AAAAAAAAAAE=");
                on.ReplaceAnswerHeader("x-amz-checksum-crc32c", "AAAAAQ==");
                break;
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault.Effect, "There is no such effect.");
        }
    }

    /// <summary>Whether a request waits for the virtual clock, or for ever, and not for the processor.</summary>
    public bool Holds(S3TestRequest request) => request.Faults.Any(rule => _holds.TryGetValue(rule, out Task? release) && !release.IsCompleted);

    private void Hold(Func<Task, S3FaultRule> add, TimeSpan? duration)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        S3FaultRule rule = add(release.Task);
        _holds[rule] = release.Task;
        if (duration is { } time)
        {
            _ = ReleaseAsync(rule, release, time);
        }
    }

    private async Task ReleaseAsync(S3FaultRule rule, TaskCompletionSource release, TimeSpan duration)
    {
        await rule.WaitForHitsAsync();
        await Task.Delay(duration, time);
        release.SetResult();
    }

    private static void WithRetryAfter(S3FaultRule rule, ServerRefusal refusal)
    {
        if (refusal.RetryAfterSeconds > 0)
        {
            rule.WithRetryAfter(TimeSpan.FromSeconds(refusal.RetryAfterSeconds));
        }
    }
}
