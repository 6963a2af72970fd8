using System.Runtime.CompilerServices;
using PresignedMultipart.Chaos.Tests.Scenarios;

namespace PresignedMultipart.Chaos.Tests.Running;

/// <summary>The bytes of a source that is read or written in order, piece by piece, and the fault that it has.</summary>
internal sealed class ScriptedSource(Scenario scenario, VirtualTime time, Steps steps)
{
    private static readonly TimeSpan Sleep = TimeSpan.FromSeconds(3);

    private readonly ReadOnlyMemory<byte> _content = Bytes.Of(scenario);

    /// <summary>What it throws where it was drawn to.</summary>
    public IOException Failure { get; } = new("The source broke, as it was drawn to.");

    /// <summary>Whether it had its fault.</summary>
    public bool HasStruck { get; private set; }

    /// <param name="heeded">The token that a stall ends with, as it is at that moment.</param>
    /// <param name="cancellationToken">The token of the whole enumeration.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(Func<CancellationToken>? heeded = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int at = 0;
        while (at < _content.Length)
        {
            steps.Next();
            time.Touch();
            int count = Math.Min(scenario.Chunk, _content.Length - at);
            if (scenario.SourceFault != SourceFault.None && !HasStruck && scenario.SourceFaultAt < at + count)
            {
                count = scenario.SourceFaultAt - at;
                yield return _content.Slice(at, count);
                HasStruck = true;
                if (await StrikeAsync(heeded?.Invoke() ?? cancellationToken))
                {
                    yield break;
                }
            }
            else
            {
                yield return _content.Slice(at, count);
            }

            at += count;
        }

        if (scenario.SourceFault == SourceFault.GoesOn)
        {
            yield return new byte[1 + (scenario.Seed % 100)];
        }
    }

    private async Task<bool> StrikeAsync(CancellationToken heeded)
    {
        switch (scenario.SourceFault)
        {
            case SourceFault.Throws:
                throw Failure;
            case SourceFault.ThrowsForeignCancellation:
                throw new OperationCanceledException("The source gave up, as it was drawn to.");
            case SourceFault.FallsAsleep:
                await Task.Delay(Sleep, time, CancellationToken.None);
                return false;
            case SourceFault.Stalls:
                steps.Act();
                await Task.Delay(Timeout.InfiniteTimeSpan, heeded);
                return false;
            default:
                return scenario.SourceFault == SourceFault.EndsEarly;
        }
    }
}
