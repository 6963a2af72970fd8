using System.Globalization;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>One fault of the storage: which requests it strikes and what they meet.</summary>
internal sealed record ServerFault(S3Operation Operation, ServerEffect Effect)
{
    public int? Part { get; init; }

    public int After { get; init; }

    public int Times { get; init; } = 1;

    public ServerRefusal Refusal { get; init; } = ServerRefusal.All[0];

    /// <summary>Where in a body.</summary>
    public int Bytes { get; init; }

    public TimeSpan Duration { get; init; }

    public bool IsOfPut => Operation is S3Operation.UploadPart or S3Operation.PutObject;

    public FaultCost Cost => Effect switch
    {
        ServerEffect.StallForAWhile or ServerEffect.HoldAnswerForAWhile or ServerEffect.Delay or ServerEffect.Slow => FaultCost.Nothing,
        ServerEffect.Answer or ServerEffect.AnswerBeforeBody => Refusal.Cost,
        ServerEffect.ResetBeforeBody or ServerEffect.ResetAfterBytes or ServerEffect.ResetAfterBody or ServerEffect.LoseAnswer => FaultCost.Attempt,
        ServerEffect.StallForGood or ServerEffect.HoldAnswerForGood or ServerEffect.CorruptByte or ServerEffect.WrongChecksum => FaultCost.Attempt,
        // A proxy's page has no code: its status has to do.
        ServerEffect.AnswerWithText => Refusal.Status is 429 or (>= 500 and not 501) ? FaultCost.Attempt : FaultCost.All,
        ServerEffect.TruncateAnswer when IsOfPut => FaultCost.Nothing,
        ServerEffect.TruncateAnswer => FaultCost.Attempt,
        ServerEffect.ExpiredUrl when IsOfPut => FaultCost.Url,
        _ => FaultCost.All,
    };

    /// <summary>Whether the operation may take effect although its answer does not arrive.</summary>
    public bool LosesAnswer => Effect is ServerEffect.LoseAnswer or ServerEffect.TruncateAnswer or ServerEffect.HoldAnswerForGood or ServerEffect.ErrorInBodyAfterEffect;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Operation}{(Part is { } part ? $" part {part}" : "")} after {After} times {Times}: {Effect}{Details}");

    private string Details => Effect switch
    {
        ServerEffect.Answer or ServerEffect.AnswerBeforeBody or ServerEffect.AnswerWithText or ServerEffect.ErrorInBody or ServerEffect.ErrorInBodyAfterEffect => $" {Refusal}",
        ServerEffect.ResetAfterBytes or ServerEffect.CorruptByte or ServerEffect.StallForGood or ServerEffect.TruncateAnswer => $" at byte {Bytes}",
        ServerEffect.StallForAWhile or ServerEffect.HoldAnswerForAWhile or ServerEffect.Delay => $" for {Duration}",
        _ => "",
    };
}
