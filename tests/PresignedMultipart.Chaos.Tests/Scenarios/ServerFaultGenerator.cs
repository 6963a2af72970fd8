using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>Draws what the storage does: any effect at any operation that an upload can come to.</summary>
internal static class ServerFaultGenerator
{
    private const int ForEver = 1_000;

    public static readonly S3Operation[] Operations =
    [
        S3Operation.CreateMultipartUpload,
        S3Operation.UploadPart,
        S3Operation.PutObject,
        S3Operation.CompleteMultipartUpload,
        S3Operation.HeadObject,
        S3Operation.HeadBucket,
        S3Operation.ListParts,
        S3Operation.AbortMultipartUpload,
    ];

    public static IReadOnlyList<ServerFault> Draw(Random random, Scenario upload)
    {
        var faults = new List<ServerFault>();
        int count = random.Pick(0, 1, 1, 2, 2, 3, 5);
        while (faults.Count < count)
        {
            ServerFault fault = DrawOne(random, upload, DrawOperation(random, upload));
            faults.Add(fault);
            if (Cause(random, upload, fault.Operation) is { } cause)
            {
                faults.Add(cause);
            }
        }

        return faults;
    }

    /// <summary>Whether an effect can be had by an operation: a body to damage, an answer with these headers, somebody who gives up waiting.</summary>
    public static bool IsPossible(S3Operation operation, ServerEffect effect) => effect switch
    {
        // The SDK takes over the clock that a refusal of its own calls tells, for all clients of the endpoint.
        ServerEffect.CorruptByte or ServerEffect.Slow or ServerEffect.ExpiredUrl or ServerEffect.ClockBehind => operation is S3Operation.UploadPart or S3Operation.PutObject,
        ServerEffect.DropETag or ServerEffect.WrongETag or ServerEffect.WrongChecksum => operation is S3Operation.UploadPart or S3Operation.PutObject or S3Operation.HeadObject,
        ServerEffect.ErrorInBody or ServerEffect.ErrorInBodyAfterEffect => operation is S3Operation.CompleteMultipartUpload,
        // Of a provider's call nobody but the abort's own time limit knows how long it may take.
        ServerEffect.StallForGood or ServerEffect.HoldAnswerForGood => operation is S3Operation.UploadPart or S3Operation.PutObject or S3Operation.AbortMultipartUpload,
        _ => true,
    };

    private static S3Operation DrawOperation(Random random, Scenario upload) =>
        random.Chance(0.5) ? (upload.SinglePutThreshold > 0 ? S3Operation.PutObject : S3Operation.UploadPart) : random.Pick<S3Operation>(Operations);

    private static ServerFault DrawOne(Random random, Scenario upload, S3Operation operation)
    {
        ServerEffect effect;
        do
        {
            effect = random.Pick<ServerEffect>();
        }
        while (!IsPossible(operation, effect) || (effect == ServerEffect.CorruptByte && upload.Checksum == ChecksumAlgorithm.None));

        int parts = Math.Max(1, upload.Length / upload.PartSize);
        int bytes = operation == S3Operation.PutObject ? upload.Length : Math.Min(upload.PartSize, upload.Length);
        return new ServerFault(operation, effect)
        {
            Part = operation == S3Operation.UploadPart && random.Chance(0.5) ? random.Next(1, parts + 1) : null,
            After = random.Chance(0.7) ? 0 : random.Next(1, parts + 1),
            Times = random.Pick(1, 1, 1, 1, 2, 2, 3, 6, ForEver),
            // S3 refuses what it has not done; only what breaks may break afterwards.
            Refusal = random.Pick<ServerRefusal>(effect == ServerEffect.ErrorInBodyAfterEffect ? ServerRefusal.Breakdowns : ServerRefusal.All),
            Bytes = random.Chance(0.3) ? 0 : random.Next(bytes + 1),
            Duration = effect == ServerEffect.Delay ? TimeSpan.FromMilliseconds(random.Next(1, 20)) : TimeSpan.FromSeconds(random.Next(1, 15)),
        };
    }

    /// <summary>What makes an upload come to operations that it hardly ever needs.</summary>
    private static ServerFault? Cause(Random random, Scenario upload, S3Operation operation)
    {
        if (upload.SinglePutThreshold > 0 || random.Chance(0.3))
        {
            return null;
        }

        return operation switch
        {
            S3Operation.ListParts or S3Operation.AbortMultipartUpload => new ServerFault(S3Operation.UploadPart, ServerEffect.Answer) { Refusal = ServerRefusal.Final },
            S3Operation.HeadObject or S3Operation.HeadBucket => new ServerFault(S3Operation.CompleteMultipartUpload, random.Pick(ServerEffect.LoseAnswer, ServerEffect.ResetAfterBody)) { Times = 1 + upload.SignerRetries },
            _ => null,
        };
    }
}
