/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.reliability;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a served agent at a rate that does not wait for answers, as many callers do who do
 * not know of each other. Every second question streams.
 */
final class Load {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	private final URI uri;

	private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();

	private final AtomicInteger open = new AtomicInteger();

	Load(int port) {
		this.uri = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
	}

	/**
	 * Asks for some seconds, and then until there is an answer.
	 * @param rate questions in a second
	 */
	Result run(double rate, int seconds) throws InterruptedException {
		this.ended.clear();
		long began = System.nanoTime();
		int count = (int) (rate * seconds);
		for (int i = 0; i < count; i++) {
			long due = began + (long) (i * 1e9 / rate);
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
			}
			ask(i % 2 == 1);
		}
		long over = System.nanoTime();
		List<Ended> during = new ArrayList<>(this.ended);
		int left = this.open.get();
		long recovered = -1;
		int refused = 0;
		while (recovered < 0) {
			long asked = System.nanoTime();
			int status = this.client.sendAsync(request(false), HttpResponse.BodyHandlers.ofString())
				.thenApply(HttpResponse::statusCode)
				.exceptionally((failure) -> 0)
				.join();
			if (status == 200) {
				recovered = System.nanoTime() - over;
			}
			else {
				refused++;
				LockSupport.parkNanos(Math.max(0, asked + 10_000_000 - System.nanoTime()));
			}
		}
		while (this.open.get() > 0) {
			Thread.sleep(10);
		}
		return new Result(rate, count, (over - began) / 1e9, during, List.copyOf(this.ended), left, refused,
				recovered / 1e6);
	}

	private void ask(boolean stream) {
		long asked = System.nanoTime();
		this.open.incrementAndGet();
		this.client.sendAsync(request(stream), HttpResponse.BodyHandlers.ofString()).handle((answer, failure) -> {
			this.ended.add(new Ended(outcome(answer, failure, stream), (System.nanoTime() - asked) / 1e6));
			this.open.decrementAndGet();
			return null;
		});
	}

	private static String outcome(HttpResponse<String> answer, Throwable failure, boolean stream) {
		if (failure != null) {
			return failure.toString().replaceAll(".*Exception: ", "").replaceAll("\\d+", "*");
		}
		if (answer.statusCode() == 200) {
			boolean whole = answer.body().contains("Here I am.") && (!stream || answer.body().contains("[DONE]"));
			return whole ? "200" : "200 but " + answer.body().replaceAll(".*\"code\":\"([^\"]*)\".*", "$1");
		}
		return answer.statusCode() + " " + answer.body().replaceAll("(?s).*\"code\":\"([^\"]*)\".*", "$1")
				+ (answer.headers().firstValue("Retry-After").isPresent() ? "" : " without Retry-After");
	}

	private HttpRequest request(boolean stream) {
		return HttpRequest.newBuilder(this.uri)
			.timeout(PATIENCE)
			.header("Authorization", "Bearer " + ServedAgent.KEY)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"agent\",\"stream\":" + stream
					+ ",\"messages\":[{\"role\":\"user\",\"content\":\"Are you there?\"}]}"))
			.build();
	}

	private record Ended(String outcome, double millis) {

	}

	/**
	 * What a load has shown.
	 */
	record Result(double rate, int asked, double seconds, List<Ended> during, List<Ended> all, int left, int refused,
			double recoveredMillis) {

		/** The cells of a line of the table. */
		String cells() {
			Map<String, Integer> refusals = new TreeMap<>();
			this.all.stream()
				.filter((each) -> !each.outcome().equals("200"))
				.forEach((each) -> refusals.merge(each.outcome(), 1, Integer::sum));
			StringBuilder words = new StringBuilder();
			refusals.forEach((outcome, count) -> words.append((words.length() > 0) ? ", " : "")
				.append(count)
				.append(" × ")
				.append(outcome));
			double[] answered = millis(true);
			double[] others = millis(false);
			return String.format(Locale.ROOT, "%d | %d | %.0f | %.0f / %.0f | %s | %.0f / %.0f | %.0f (%d refused)",
					this.asked, answered.length,
					this.during.stream().filter((each) -> each.outcome().equals("200")).count() / this.seconds,
					at(answered, 0.5), at(answered, 0.99), (words.length() > 0) ? words : "none", at(others, 0.5),
					at(others, 0.99), this.recoveredMillis, this.refused);
		}

		private double[] millis(boolean answered) {
			return this.all.stream()
				.filter((each) -> each.outcome().equals("200") == answered)
				.mapToDouble(Ended::millis)
				.sorted()
				.toArray();
		}

		private static double at(double[] sorted, double part) {
			return (sorted.length == 0) ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * part)];
		}

	}

}
