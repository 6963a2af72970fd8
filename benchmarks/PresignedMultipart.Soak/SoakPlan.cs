using PresignedMultipart.Integration.Tests;

namespace PresignedMultipart.Soak;

/// <summary>One upload, and what happens to it; all of it drawn.</summary>
internal sealed record SoakPlan
{
    public required int Number { get; init; }

    public required long Size { get; init; }

    public required string Source { get; init; }

    public required bool InParts { get; init; }

    public required int Concurrency { get; init; }

    public required LineFault Fault { get; init; }

    /// <summary>Which requests the fault strikes.</summary>
    public required string Struck { get; init; }

    public required int Times { get; init; }

    /// <summary>How long the line is quiet where the fault strikes.</summary>
    public required TimeSpan Delay { get; init; }

    public required bool KillsGateway { get; init; }

    /// <summary>After which share of the bytes it is cancelled, to go on by its journal; only what goes in parts from a file.</summary>
    public required double? CancelledAt { get; init; }

    public static SoakPlan Draw(Random random, int number)
    {
        // As many of a few bytes as of many.
        long size = random.Next(20) == 0 ? 0 : (long)Math.Pow(2, random.NextDouble() * 26);
        string source = EverySource.Names[random.Next(EverySource.Names.Length)];
        bool inParts = random.Next(3) > 0;
        bool kills = random.Next(25) == 0;
        double? cancelledAt = random.Next(8) == 0 ? random.NextDouble() : null;
        if (cancelledAt is not null)
        {
            (size, source, inParts) = (random.NextInt64(10 << 20, 64 << 20), "file", true);
        }

        LineFault fault = (LineFault)random.Next((int)LineFault.LoseAnswer + 1);
        return new SoakPlan
        {
            Number = number,
            Size = size,
            Source = source,
            InParts = inParts,
            Concurrency = random.Next(1, 9),
            Fault = fault,
            // A creation whose answer is lost is an upload of which nobody can know: it is not spoilt. And a bit of a completion's
            // document is not flipped: nothing guards it, and what is no XML any more is refused for good.
            Struck = inParts && fault != LineFault.FlipBit && random.Next(4) == 0 ? "^POST .*uploadId=" : "^PUT ",
            Times = random.Next(0, 4),
            Delay = TimeSpan.FromMilliseconds(random.Next(4) == 0 ? random.Next(1_000) : 0),
            KillsGateway = kills,
            CancelledAt = cancelledAt,
        };
    }

    public override string ToString() =>
        $"upload {Number}: {Size} bytes from {Source} {(InParts ? "in parts" : "at once")}, {Times} x {Fault} at {Struck}, " +
        $"{(KillsGateway ? "gateway killed" : $"delay {Delay.TotalMilliseconds:0} ms")}{(CancelledAt is { } share ? $", cancelled at {share:P0}" : "")}";
}
