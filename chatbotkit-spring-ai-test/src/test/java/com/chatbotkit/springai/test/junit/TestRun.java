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

package com.chatbotkit.springai.test.junit;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A run of other test classes by JUnit, and what came of it.
 *
 * @param succeeded how many tests were fine
 * @param failures what failed, with all that was said about it; empty for nothing
 */
public record TestRun(long succeeded, String failures) {

	public static TestRun of(Class<?>... testClasses) {
		return of(Map.of(), testClasses);
	}

	public static TestRun of(Map<String, String> configuration, Class<?>... testClasses) {
		return run(configuration,
				Arrays.stream(testClasses).map(DiscoverySelectors::selectClass).toArray(DiscoverySelector[]::new));
	}

	public static TestRun of(Class<?> testClass, String method) {
		return run(Map.of(),
				Arrays.stream(testClass.getDeclaredMethods())
					.filter((candidate) -> candidate.getName().equals(method))
					.map((candidate) -> DiscoverySelectors.selectMethod(testClass, candidate))
					.toArray(DiscoverySelector[]::new));
	}

	private static TestRun run(Map<String, String> configuration, DiscoverySelector... selectors) {
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(selectors)
			.configurationParameters(configuration)
			.build();
		LauncherFactory.create().execute(request, listener);
		TestExecutionSummary summary = listener.getSummary();
		return new TestRun(summary.getTestsSucceededCount(),
				summary.getFailures()
					.stream()
					.flatMap((failure) -> words(failure.getException()))
					.collect(Collectors.joining("\n")));
	}

	private static Stream<String> words(Throwable failure) {
		Stream<String> causes = (failure.getCause() != null) ? words(failure.getCause()) : Stream.empty();
		return Stream.concat(Stream.of(failure.toString()),
				Stream.concat(causes, Arrays.stream(failure.getSuppressed()).flatMap(TestRun::words)));
	}

}
