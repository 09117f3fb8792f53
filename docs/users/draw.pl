#!/usr/bin/env perl
# 核对一次公开抽取，不用连心桥的程序：perl draw.pl 名单.txt 种子 抽几个 [事先公布的承诺]
# Checks a public draw without our program: perl draw.pl POPULATION SEED COUNT [COMMITMENT]
use strict; use warnings;
use Digest::SHA qw(sha256 sha256_hex hmac_sha256);

my ($file, $seed, $count, $promised) = @ARGV;
die "perl draw.pl FILE SEED COUNT [COMMITMENT]\n" unless defined $count && $seed =~ /^[0-9a-f]{64}$/;
my $key = pack('H*', $seed);

open(my $in, '<:raw', $file) or die "$file: $!\n";
my %weight;
while (my $line = <$in>) {
    $line =~ s/^\xEF\xBB\xBF//;
    my ($id, $w) = split ' ', $line;
    $weight{$id} = defined $w ? $w : 1 if defined $id;
}
my @ids = sort keys %weight;

my $written = join '', map { "$_ $weight{$_}\n" } @ids;
my $found = sha256_hex($key . sha256($written));
print "commitment $found\n";
if (defined $promised && $promised ne $found) { print "NOT THE SAME / 承诺不对\n"; exit 1 }

# 每个编号有“权重”张签，最小的一张是它的签；签小的先抽中。
my %lot;
for my $id (@ids) {
    my ($least) = sort map { hmac_sha256("$id/$_", $key) } 0 .. $weight{$id} - 1;
    $lot{$id} = $least;
}
my @order = sort { $lot{$a} cmp $lot{$b} } @ids;
print "$_\n" for @order[0 .. $count - 1];
