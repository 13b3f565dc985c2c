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

package com.chatbotkit.springai.server.access;

import java.time.Duration;

import reactor.core.publisher.Mono;

/**
 * What one caller may still use of one kind. Nothing in it blocks.
 */
public interface LimitBucket {

	/**
	 * Takes one where there is one.
	 * @return zero if it was taken, else how long to wait
	 */
	Mono<Duration> take();

	/**
	 * Looks whether there is one.
	 * @return zero if there is, else how long to wait
	 */
	Mono<Duration> look();

	/**
	 * Takes so many, also more than there are: the rest is owed.
	 * @param amount how many
	 * @return completes when they are booked
	 */
	Mono<Void> book(long amount);

	/**
	 * Gives one back.
	 * @return completes when it is there
	 */
	Mono<Void> giveBack();

}
