namespace PresignedMultipart.Testing.Faults;

/// <summary>What becomes of a request instead of its usual answer.</summary>
internal abstract record FaultOutcome
{
    /// <summary>An answer of the rule's own.</summary>
    /// <param name="Rule">The rule, which knows more headers of the answer.</param>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="ContentType">The type of the body; <see langword="null"/> is S3's XML.</param>
    /// <param name="Body">The body itself, or with S3's XML the error's code.</param>
    /// <param name="Moment">When it is given.</param>
    public sealed record Answer(S3FaultRule Rule, int Status, string? ContentType, string Body, FaultMoment Moment) : FaultOutcome;

    /// <summary>The connection is reset.</summary>
    /// <param name="Moment">When.</param>
    /// <param name="AfterBytes">With <see cref="FaultMoment.WithinBody"/>: after how many bytes of it.</param>
    public sealed record Reset(FaultMoment Moment, long AfterBytes = 0) : FaultOutcome;

    /// <summary>The answer breaks off.</summary>
    /// <param name="BodyBytes">How many bytes of its body are sent before.</param>
    public sealed record Truncation(long BodyBytes) : FaultOutcome;
}
