using PresignedMultipart.Parts;
using PresignedMultipart.Testing;

namespace PresignedMultipart.Chaos.Tests.Scenarios;

/// <summary>Draws the scenario of a seed. A change here changes what every seed stands for.</summary>
internal static class ScenarioGenerator
{
    public const int LargestObject = 12 << 20;

    // Around the length of the blocks that parts are read and held in; of S3's own smallest size a few.
    private const int Block = MemoryBudget.PartBlockSize;
    private const int RealPart = 5 << 20;

    public static Scenario Draw(int seed)
    {
        var random = new Random(seed);
        Scenario scenario = DrawUpload(seed, random);
        scenario = scenario with { ServerFaults = ServerFaultGenerator.Draw(random, scenario) };
        // What must succeed is called for once.
        if (random.Chance(scenario.HasJournal ? 0.1 : 0.45))
        {
            return CallGenerator.DrawQuiet(random, scenario.MustSucceed ? scenario : Survivable(scenario));
        }

        scenario = scenario with { SignerFaults = SignerFaultGenerator.Draw(random, scenario) };
        return CallGenerator.Draw(random, DrawLoss(random, DrawSourceFault(random, scenario)));
    }

    private static Scenario DrawUpload(int seed, Random random)
    {
        int partSize = random.Chance(0.02) ? RealPart : random.Pick(1, 17, 1_000, 10_000, 65_536, Block - 1, Block, Block + 1, 400_000);
        // Only what can be read again, in parts, with sums to tell its bytes by, is written down.
        bool hasJournal = random.Chance(0.2);
        int parts = hasJournal ? random.Pick(1, 2, 3, 5, 5, 8) : random.Pick(0, 1, 1, 2, 2, 3, 3, 4, 5, 8);
        int length = Math.Clamp((partSize * parts) + random.Pick(0, 0, -1, 1, random.Next(partSize), -random.Next(partSize)), hasJournal ? 2 : 0, LargestObject);
        SourceKind source = hasJournal ? random.Pick(SourceKind.File, SourceKind.Handle, SourceKind.FileStream, SourceKind.Memory) : random.Pick<SourceKind>();
        var checksum = random.Pick(ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Sha256, ChecksumAlgorithm.Md5, hasJournal ? ChecksumAlgorithm.Crc64Nvme : ChecksumAlgorithm.None);
        PresignedUrlProviderCapabilities lacking = random.Chance(0.8) ? PresignedUrlProviderCapabilities.None : (PresignedUrlProviderCapabilities)(1 << random.Next(6));
        PresignedUrlProviderCapabilities capabilities = PresignedUrlProviderCapabilities.All & ~lacking;
        int blocksOfPart = (partSize + Block - 1) / Block;
        return new Scenario
        {
            Seed = seed,
            Source = source,
            Length = length,
            // What is gone on with may have become longer.
            IsLengthDeclared = random.Chance(0.5) && !hasJournal,
            PartSize = partSize,
            SinglePutThreshold = !hasJournal && random.Chance(0.3) ? LargestObject : 0,
            Chunk = random.Pick(partSize, (partSize / 3) + 1, Math.Max(1, length), Block, (length / 20) + 1),
            // Two parts at least, and what files have for themselves.
            MemoryBlocks = (((2 * blocksOfPart) + random.Pick(0, 1, 4 * blocksOfPart)) * 8 / 7) + 8,
            MaxConcurrency = random.Next(1, 6),
            AdaptiveConcurrency = random.Chance(0.5),
            MaxAttempts = random.Next(1, 6),
            Checksum = checksum,
            SignChecksums = checksum != ChecksumAlgorithm.None && capabilities.HasFlag(PresignedUrlProviderCapabilities.Checksums) && random.Chance(0.25),
            Capabilities = capabilities,
            SignerRetries = random.Pick(0, 0, 0, 1, 2),
            FailIfExists = random.Chance(0.1),
            HasPriorObject = random.Chance(0.15),
            ClockSkew = random.Chance(0.7) ? TimeSpan.Zero : TimeSpan.FromHours(random.Pick(-10_000, -24, -1, 1, 24, 10_000)),
            StorageComputesChecksums = random.Chance(0.7),
            UploadIdsNeedEncoding = random.Chance(0.2),
            ServerFaults = [],
            SignerFaults = [],
            SourceFault = SourceFault.None,
            SourceFaultAt = 0,
            RefusedConnections = random.Chance(0.08) ? random.Next(1, 4) : 0,
            HasJournal = hasJournal,
            Calls = [new UploadCall(Ending.RunToEnd, 0)],
        };
    }

    /// <summary>Leaves out what the library does not promise to get over.</summary>
    private static Scenario Survivable(Scenario drawn)
    {
        Scenario kept = drawn with { ServerFaults = [], RefusedConnections = 0, FailIfExists = drawn.FailIfExists && !drawn.HasPriorObject && drawn.ServerFaults.Count == 0 };
        if ((kept with { RefusedConnections = drawn.RefusedConnections }).MustSucceed)
        {
            kept = kept with { RefusedConnections = drawn.RefusedConnections };
        }

        foreach (ServerFault fault in drawn.ServerFaults)
        {
            foreach (ServerFault candidate in new[] { fault, fault with { Times = 1 } })
            {
                Scenario more = kept with { ServerFaults = [.. kept.ServerFaults, candidate] };
                if (more.MustSucceed)
                {
                    kept = more;
                    break;
                }
            }
        }

        return kept;
    }

    private static Scenario DrawSourceFault(Random random, Scenario scenario)
    {
        SourceFault fault = !random.Chance(0.25) ? SourceFault.None
            : scenario.IsFile ? random.Pick(SourceFault.IsTruncated, SourceFault.Grows, SourceFault.IsRewritten, SourceFault.IsUnlinked)
            : scenario.Source == SourceKind.Memory ? SourceFault.None
            : scenario.Source == SourceKind.OpenWrite ? random.Pick(SourceFault.EndsEarly, SourceFault.GoesOn, SourceFault.FallsAsleep)
            : random.Pick(SourceFault.Throws, SourceFault.ThrowsForeignCancellation, SourceFault.EndsEarly, SourceFault.GoesOn, SourceFault.FallsAsleep, SourceFault.Stalls);
        if (scenario.Length == 0 || (!scenario.IsLengthDeclared && fault is SourceFault.EndsEarly or SourceFault.GoesOn))
        {
            fault = SourceFault.None;
        }

        // The next call would find no file, or one that ends before its object begins.
        if (scenario.HasJournal && (fault == SourceFault.IsUnlinked || (fault == SourceFault.IsTruncated && scenario.Source == SourceKind.Handle)))
        {
            fault = SourceFault.IsRewritten;
        }

        return scenario with
        {
            SourceFault = fault,
            SourceFaultAt = fault == SourceFault.None ? 0
                : scenario.IsFile ? random.Next(1, Math.Max(1, scenario.Length / scenario.PartSize) + 1)
                : random.Next(scenario.Length),
        };
    }

    /// <summary>A single PUT whose answer is lost has made the object, whatever ends the upload then: the source and the provider are asked again.</summary>
    private static Scenario DrawLoss(Random random, Scenario scenario)
    {
        bool isAskedAgain = scenario.SourceFault == SourceFault.IsTruncated || scenario.SignerFaults.Any(fault => fault is { Call: SignerCall.PresignPut, After: > 0 });
        return isAskedAgain && scenario.SinglePutThreshold > 0 && random.Chance(0.7)
            ? scenario with { SourceFaultAt = scenario.IsFile ? 1 : scenario.SourceFaultAt, MaxAttempts = Math.Max(3, scenario.MaxAttempts), ServerFaults = [new ServerFault(S3Operation.PutObject, ServerEffect.LoseAnswer) { Times = 2 }, .. scenario.ServerFaults] }
            : scenario;
    }
}
