namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>A status and a code that S3 answers, and whether a part that meets it is worth another attempt.</summary>
internal sealed record ServerRefusal(int Status, string Code, FaultCost Cost, int RetryAfterSeconds = 0)
{
    public static readonly ServerRefusal[] All =
    [
        new(500, "InternalError", FaultCost.Attempt),
        new(503, "SlowDown", FaultCost.Attempt),
        new(503, "SlowDown", FaultCost.Attempt, RetryAfterSeconds: 7),
        new(503, "ServiceUnavailable", FaultCost.Attempt),
        new(429, "TooManyRequests", FaultCost.Attempt, RetryAfterSeconds: 30),
        new(504, "GatewayTimeout", FaultCost.Attempt),
        new(400, "RequestTimeout", FaultCost.Attempt),
        new(400, "IncompleteBody", FaultCost.Attempt),
        new(400, "BadDigest", FaultCost.Attempt),
        new(400, "ExpiredToken", FaultCost.Url),
        new(403, "RequestTimeTooSkewed", FaultCost.Url),
        new(403, "AccessDenied", FaultCost.All),
        new(403, "SignatureDoesNotMatch", FaultCost.All),
        new(400, "InvalidRequest", FaultCost.All),
        new(404, "NoSuchUpload", FaultCost.All),
        new(404, "NoSuchBucket", FaultCost.All),
        new(409, "OperationAborted", FaultCost.All),
        new(412, "PreconditionFailed", FaultCost.All),
        new(501, "NotImplemented", FaultCost.All),
    ];

    public static readonly ServerRefusal Final = All.First(refusal => refusal.Cost == FaultCost.All);

    public static readonly ServerRefusal[] Breakdowns = [.. All.Where(refusal => refusal.Status >= 500 && refusal.Cost == FaultCost.Attempt)];

    public override string ToString() => $"{Status} {Code}{(RetryAfterSeconds > 0 ? $", Retry-After {RetryAfterSeconds}" : "")}";
}
