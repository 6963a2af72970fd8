using System.Globalization;

namespace PresignedMultipart.Throughput.Measuring;

/// <summary>
/// A process's memory as Linux counts it: what is resident (VmRSS) and the most that ever was (VmHWM, proc_pid_status(5)). The maximum that
/// rusage has includes the process before its exec.
/// </summary>
internal readonly record struct ProcessMemory(long ResidentBytes, long PeakBytes)
{
    /// <summary>Reads it; zero when there is no such process any more.</summary>
    public static ProcessMemory Of(string processId)
    {
        long resident = 0, peak = 0;
        try
        {
            foreach (string line in File.ReadLines($"/proc/{processId}/status"))
            {
                resident = KibibytesIn(line, "VmRSS:") ?? resident;
                peak = KibibytesIn(line, "VmHWM:") ?? peak;
            }
        }
        catch (IOException)
        {
            // It ended meanwhile.
        }

        return new(resident, peak);
    }

    private static long? KibibytesIn(string line, string name) => line.StartsWith(name, StringComparison.Ordinal)
        ? long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture) << 10
        : null;
}
