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
 * The remaining use that one limit of a caller allows. Nothing in it blocks.
 */
public interface LimitBucket {

	/**
	 * Takes one unit if there is one.
	 * @return zero if it was taken, or else how long to wait
	 */
	Mono<Duration> take();

	/**
	 * Returns whether there is a unit, without taking it.
	 * @return zero if there is, or else how long to wait
	 */
	Mono<Duration> look();

	/**
	 * Takes any number of units, even more than there are, so that the balance can become
	 * negative.
	 * @param amount the number of units
	 * @return completes when they are taken
	 */
	Mono<Void> book(long amount);

	/**
	 * Returns one unit.
	 * @return completes when it is returned
	 */
	Mono<Void> giveBack();

}
