namespace PresignedMultipart.Survival.Tests;

/// <summary>When a process is killed, drawn before it starts.</summary>
/// <param name="Parts">How many parts the storage takes in this life; it reads no byte of the next ones.</param>
/// <param name="AtStart">Whether it is killed some time after its start, whatever it does by then; otherwise after the request for the part after those.</param>
/// <param name="Delay">How long after that.</param>
internal readonly record struct KillMoment(int Parts, bool AtStart, TimeSpan Delay)
{
    public static KillMoment Draw(Random random) =>
        random.Next(8) == 0
            ? new KillMoment(0, AtStart: true, TimeSpan.FromMilliseconds(random.Next(400)))
            : new KillMoment(random.Next(4), AtStart: false, TimeSpan.FromMilliseconds(random.Next(60)));

    public override string ToString() => AtStart ? $"{Delay.TotalMilliseconds} ms after the start" : $"{Delay.TotalMilliseconds} ms after the request that follows {Parts} part(s)";
}
