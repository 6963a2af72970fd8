using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>Draws what the provider does.</summary>
internal static class SignerFaultGenerator
{
    public static IReadOnlyList<SignerFault> Draw(Random random, Scenario upload)
    {
        if (!random.Chance(0.5))
        {
            return [];
        }

        var faults = new List<SignerFault>();
        int count = random.Pick(1, 1, 2);
        while (faults.Count < count)
        {
            SignerCall call = random.Chance(0.35) ? (upload.SinglePutThreshold > 0 ? SignerCall.PresignPut : SignerCall.PresignParts) : random.Pick<SignerCall>();
            var effect = random.Pick<SignerEffect>();
            if (IsPossible(call, effect) && !(effect == SignerEffect.AbortsBefore && IsAbortHeldForGood(upload)))
            {
                faults.Add(new SignerFault(call, effect, After: random.Pick(0, 0, 0, 1, 2), Times: random.Pick(1, 1, 1, 2, 10)));
            }
        }

        return faults;
    }

    // What is aborted behind the uploader's back has no time limit that would end it.
    private static bool IsAbortHeldForGood(Scenario upload) =>
        upload.ServerFaults.Any(fault => fault is { Operation: S3Operation.AbortMultipartUpload, Effect: ServerEffect.StallForGood or ServerEffect.HoldAnswerForGood });

    public static bool IsPossible(SignerCall call, SignerEffect effect) => effect switch
    {
        SignerEffect.SignsWrong => call is SignerCall.PresignPut or SignerCall.PresignParts,
        SignerEffect.AbortsBefore => call is SignerCall.PresignParts or SignerCall.Complete or SignerCall.Abort,
        SignerEffect.AnswersNothing => call is SignerCall.PresignPut or SignerCall.PresignParts or SignerCall.Create or SignerCall.Complete,
        _ => true,
    };
}
