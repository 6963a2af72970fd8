using System.Globalization;
using PresignedMultipart.Testing.Faults;

namespace PresignedMultipart.Testing;

/// <content>The second half of a sentence: what happens.</content>
public sealed partial class S3FaultBuilder
{
    /// <summary>Reads the whole body and answers with an error; the operation has no effect.</summary>
    /// <param name="status">The HTTP status, 200..599.</param>
    /// <param name="code">S3's error code, such as <c>SlowDown</c>.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule Answer(int status, string code) =>
        AddAnswer(status, code, contentType: null, FaultMoment.AfterBody, $"Answer({status}, \"{code}\")");

    /// <summary>Answers with an error as soon as the headers have arrived, without reading the body, and closes the connection.</summary>
    /// <param name="status">The HTTP status, 200..599.</param>
    /// <param name="code">S3's error code, such as <c>AccessDenied</c>.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule AnswerBeforeBody(int status, string code) =>
        AddAnswer(status, code, contentType: null, FaultMoment.BeforeBody, $"AnswerBeforeBody({status}, \"{code}\")");

    /// <summary>Reads the whole body and answers with a text of the test's own, as a proxy in between would; the operation has no effect.</summary>
    /// <param name="status">The HTTP status, 200..599.</param>
    /// <param name="body">The answer's body; may be empty.</param>
    /// <param name="contentType">The answer's Content-Type.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule AnswerWithText(int status, string body, string contentType = "text/html")
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentException.ThrowIfNullOrEmpty(contentType);
        return AddAnswer(status, body, contentType, FaultMoment.AfterBody, $"AnswerWithText({status}, …)");
    }

    /// <summary>
    /// Answers 200 with an error in the body, as S3 may do for CompleteMultipartUpload after it has sent the status.
    /// </summary>
    /// <param name="code">S3's error code, such as <c>InternalError</c>.</param>
    /// <param name="applied">Whether the operation takes effect all the same. Default: <see langword="false"/>.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule AnswerWithErrorInBody(string code, bool applied = false) =>
        AddAnswer(200, code, null, applied ? FaultMoment.AfterEffect : FaultMoment.AfterBody, $"AnswerWithErrorInBody(\"{code}\", {applied})");

    /// <summary>Resets the connection as soon as the headers have arrived.</summary>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule ResetBeforeBody() => AddOutcome(new FaultOutcome.Reset(FaultMoment.BeforeBody), "ResetBeforeBody()");

    /// <summary>Resets the connection when so many bytes of the body have been read; at its end if it is shorter.</summary>
    /// <param name="bytes">How many bytes, 0 or more.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule ResetAfterBytes(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return AddOutcome(new FaultOutcome.Reset(FaultMoment.WithinBody, bytes), $"ResetAfterBytes({bytes})");
    }

    /// <summary>Resets the connection when the whole body has been read, without an answer.</summary>
    /// <param name="applied">
    /// Whether the operation takes effect before (a part is stored, say), which makes it the same as <see cref="LoseAnswer"/>.
    /// Default: <see langword="false"/>.
    /// </param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule ResetAfterBody(bool applied = false) =>
        AddOutcome(new FaultOutcome.Reset(applied ? FaultMoment.AfterEffect : FaultMoment.AfterBody), $"ResetAfterBody({applied})");

    /// <summary>Lets the operation take effect and resets the connection instead of answering.</summary>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule LoseAnswer() => AddOutcome(new FaultOutcome.Reset(FaultMoment.AfterEffect), "LoseAnswer()");

    /// <summary>
    /// Lets the operation take effect, sends the answer's status and headers and so many bytes of its body, and closes the connection.
    /// An answer whose body is not longer arrives whole: to lose an answer without a body, use <see cref="LoseAnswer"/>.
    /// </summary>
    /// <param name="bodyBytes">How many bytes of the body are sent, 0 or more.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule TruncateAnswer(long bodyBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bodyBytes);
        return AddOutcome(new FaultOutcome.Truncation(bodyBytes), $"TruncateAnswer({bodyBytes})");
    }

    /// <summary>Stops reading for good: the client waits until it gives up or the server stops.</summary>
    /// <param name="afterBytes">How many bytes of the body are read before. Default: 0, the body is not touched.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule Stall(long afterBytes = 0) => Stall(Timeout.InfiniteTimeSpan, afterBytes);

    /// <summary>Stops reading for a while on the server's clock, and then goes on as if nothing had been.</summary>
    /// <param name="duration">How long; <see cref="Timeout.InfiniteTimeSpan"/> is for good.</param>
    /// <param name="afterBytes">How many bytes of the body are read before. Default: 0, the body is not touched.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule Stall(TimeSpan duration, long afterBytes = 0) =>
        AddStall((clock, cancel) => Task.Delay(duration, clock, cancel), afterBytes, $"Stall({duration}, {afterBytes})");

    /// <summary>Stops reading until a task has ended, in whatever way, and then goes on as if nothing had been.</summary>
    /// <param name="release">The task that the test ends.</param>
    /// <param name="afterBytes">How many bytes of the body are read before. Default: 0, the body is not touched.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule StallUntil(Task release, long afterBytes = 0) =>
        AddStall(Until(release), afterBytes, $"StallUntil(…, {afterBytes})");

    /// <summary>Lets the operation take effect and holds the answer back until a task has ended, in whatever way.</summary>
    /// <param name="release">The task that the test ends; one that never ends holds the answer for good.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule HoldAnswerUntil(Task release)
    {
        FaultWait wait = Until(release);
        return Add("HoldAnswerUntil(…)", (_, plan) =>
        {
            bool free = plan.HeldAnswer is null;
            plan.HeldAnswer ??= wait;
            return free;
        });
    }

    /// <summary>
    /// Waits after the signature was checked and before the body is read, on the server's clock; delays of several rules add up.
    /// </summary>
    /// <param name="delay">How long, not negative.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule DelayBy(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return AddAlways($"DelayBy({delay})", plan => plan.Delay += delay);
    }

    /// <summary>Reads the request's body and writes the answer's body no faster than this, on the server's clock.</summary>
    /// <param name="bytesPerSecond">The rate, 1 or more; of several rules the slowest counts.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule SlowTo(long bytesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        return AddAlways(
            $"SlowTo({bytesPerSecond})",
            plan => plan.BytesPerSecond = plan.BytesPerSecond == 0 ? bytesPerSecond : Math.Min(plan.BytesPerSecond, bytesPerSecond));
    }

    /// <summary>
    /// Sets the server's clock ahead for the request: far enough, and its URL has expired. Acts before the signature is checked, so the
    /// rule is spent also when the signature is wrong.
    /// </summary>
    /// <param name="offset">How far; negative is behind.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule ClockAhead(TimeSpan offset) => Add(
        $"ClockAhead({offset})",
        (_, plan) =>
        {
            plan.ClockOffset += offset;
            return true;
        },
        beforeSignatureCheck: true);

    /// <summary>
    /// Flips the lowest bit of one byte of the body as it arrives, before sums are checked and anything is stored: the line damaged it.
    /// Nothing happens to a shorter body, though the rule counts.
    /// </summary>
    /// <param name="offset">The byte, counted from 0, in the body as it is on the wire.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule CorruptByte(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return AddAlways(string.Create(CultureInfo.InvariantCulture, $"CorruptByte({offset})"), plan => plan.CorruptOffsets.Add(offset));
    }

    /// <summary>Leaves the ETag out of the answer's headers, as a CORS configuration that does not expose it.</summary>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule DropETag() => ReplaceAnswerHeader("ETag", null);

    /// <summary>Sets a header of the answer, such as a wrong checksum, or drops it.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">The value; <see langword="null"/> drops the header.</param>
    /// <returns>The rule, in force.</returns>
    public S3FaultRule ReplaceAnswerHeader(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Add($"ReplaceAnswerHeader({name})", (_, plan) => plan.AnswerHeaders.TryAdd(name, value));
    }

    private static FaultWait Until(Task release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return async (_, cancel) =>
        {
            await release.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancel.ThrowIfCancellationRequested();
        };
    }

    private S3FaultRule AddAnswer(int status, string body, string? contentType, FaultMoment moment, string name)
    {
        if (status is < 200 or > 599)
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "A status is 200..599.");
        }

        ArgumentNullException.ThrowIfNull(body);
        return Add(name, (rule, plan) => plan.TrySetOutcome(new FaultOutcome.Answer(rule, status, contentType, body, moment)));
    }

    private S3FaultRule AddOutcome(FaultOutcome outcome, string name) => Add(name, (_, plan) => plan.TrySetOutcome(outcome));

    private S3FaultRule AddStall(FaultWait wait, long afterBytes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterBytes);
        return Add(name, (_, plan) =>
        {
            bool free = plan.Stall is null;
            plan.Stall ??= new FaultStall(afterBytes, wait);
            return free;
        });
    }

    private S3FaultRule AddAlways(string name, Action<FaultPlan> effect) => Add(name, (_, plan) =>
    {
        effect(plan);
        return true;
    });

    private S3FaultRule Add(string name, Func<S3FaultRule, FaultPlan, bool> effect, bool beforeSignatureCheck = false)
    {
        var rule = new S3FaultRule(_faults, _selection, beforeSignatureCheck, name, effect);
        _faults.Add(rule);
        return rule;
    }
}
