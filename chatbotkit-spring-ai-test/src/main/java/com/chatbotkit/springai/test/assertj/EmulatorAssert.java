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

package com.chatbotkit.springai.test.assertj;

import java.util.List;
import java.util.stream.Collectors;

import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.ReceivedRequest;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on the requests that an emulator received since its last reset.
 */
public final class EmulatorAssert extends AbstractAssert<EmulatorAssert, ChatBotKitEmulator> {

	private final List<ReceivedRequest> requests;

	EmulatorAssert(ChatBotKitEmulator emulator) {
		super(emulator, EmulatorAssert.class);
		this.requests = emulator.requests();
	}

	/**
	 * Verifies the number of received requests, including refused requests and retries.
	 * @param count the number
	 * @return this assertion
	 */
	public EmulatorAssert hasReceived(int count) {
		if (this.requests.size() != count) {
			failWithMessage("%nExpecting %s%nbut there were %s:%n%s", requests(count), this.requests.size(), all());
		}
		return this;
	}

	/**
	 * Verifies that no request was received.
	 * @return this assertion
	 */
	public EmulatorAssert hasReceivedNothing() {
		return hasReceived(0);
	}

	/**
	 * Verifies that exactly one request was received, and returns an assertion on it.
	 * @return an assertion on that request
	 */
	public ReceivedRequestAssert onlyRequest() {
		return hasReceived(1).request(0);
	}

	/**
	 * Returns an assertion on the first request.
	 * @return an assertion on that request
	 */
	public ReceivedRequestAssert firstRequest() {
		return request(0);
	}

	/**
	 * Returns an assertion on the last request.
	 * @return an assertion on that request
	 */
	public ReceivedRequestAssert lastRequest() {
		return request(Math.max(this.requests.size() - 1, 0));
	}

	/**
	 * Returns an assertion on one request.
	 * @param index the index, from 0, in the order of arrival
	 * @return an assertion on that request
	 */
	public ReceivedRequestAssert request(int index) {
		if (index >= this.requests.size()) {
			failWithMessage("%nExpecting at least %s%nbut there were %s:%n%s", requests(index + 1),
					this.requests.size(), all());
		}
		return new ReceivedRequestAssert(this.requests.get(index));
	}

	private static String requests(int count) {
		return (count == 1) ? "1 request" : count + " requests";
	}

	private String all() {
		return this.requests.isEmpty() ? "  (none)"
				: this.requests.stream().map(ExchangeText::of).collect(Collectors.joining("\n"));
	}

}
